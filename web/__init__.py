"""What app.py joins into the web application: headers, who may reach what, health, metrics, logs."""
