"""How Office files, zips and maps go wrong inside: the whole can be opened, what is in it is not so."""

import io
import json
import re
import stat
import struct
import zipfile

from tests.dialects import as_zip, with_members
from tests.intake.mutations import BYTES, NASTY, Mutation, Random, cut, flipped, left_out, with_tail

# Mutations of packages: Office files and zips


def _xml(content: bytes, rng: Random) -> tuple[str, bytes]:
    """A member with text in it, and what it holds."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = [name for name in package.namelist() if name.endswith((".xml", ".rels"))] or package.namelist()
        likely = [
            name for name in names if re.search(r"sheet\d|document\.xml|content\.xml|sharedStrings|workbook", name)
        ]
        name = rng.choice(likely or names)
        return name, package.read(name)


def xml_mutated(content: bytes, rng: Random) -> bytes:
    """Bytes inside a member are other; the zip itself is right."""
    name, xml = _xml(content, rng)
    return with_members(content, {name: rng.choice(BYTES)(xml, rng)})


def xml_texts(content: bytes, rng: Random) -> bytes:
    """Texts in a member are nasty."""
    name, xml = _xml(content, rng)
    texts = list(re.finditer(rb">([^<]+)<", xml))
    for found in sorted(rng.sample(texts, min(len(texts), rng.choice((1, 5)))), key=lambda one: -one.start()):
        nasty = rng.choice(NASTY)
        escaped = nasty if rng.random() < 0.1 else nasty.replace("&", "&amp;").replace("<", "&lt;")
        xml = xml[: found.start(1)] + escaped.encode("utf-8", "surrogatepass") + xml[found.end(1) :]
    return with_members(content, {name: xml})


def xml_numbers(content: bytes, rng: Random) -> bytes:
    """Numbers in attributes are absurd: rows, columns, styles, repetitions, spans."""
    name, xml = _xml(content, rng)
    found = list(re.finditer(rb'="([A-Z]{0,3}\d+)"', xml))
    if not found:
        return flipped(content, rng)
    one = rng.choice(found)
    absurd = (
        b"-1",
        b"0",
        b"99999999999999999999",
        b"XFD1048576",
        b"ZZZZZZ9",
        b"A0",
        b"1.5",
        b"A99999999999",
        b"",
        b"2147483648",
    )
    return with_members(content, {name: xml[: one.start(1)] + rng.choice(absurd) + xml[one.end(1) :]})


def xml_bomb(content: bytes, rng: Random) -> bytes:
    """A document type with entities that grow without end, or that point outside the file."""
    name, xml = _xml(content, rng)
    grow = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10 if n else b"lol") for n in range(10))
    inside = rng.choice(
        (grow, b'<!ENTITY x SYSTEM "file:///etc/passwd">', b'<!ENTITY % x SYSTEM "http://127.0.0.1/x"> %x;')
    )
    head = xml.find(b"?>") + 2 if xml.startswith(b"<?") else 0
    bomb = xml[:head] + b"<!DOCTYPE x [" + inside + b"]>" + xml[head:].replace(b">", b">&l9;", 3)
    return with_members(content, {name: bomb.decode("utf-8", "replace").encode(rng.choice(("utf-8", "utf-16")))})


def xml_deep(content: bytes, rng: Random) -> bytes:
    """Elements within elements within elements."""
    name, xml = _xml(content, rng)
    depth = rng.choice((200, 5_000, 200_000))
    tag = rng.choice((b"w:p", b"row", b"x", b"table:table-row"))
    middle = xml.rfind(b"</")
    return with_members(
        content,
        {
            name: xml[:middle]
            + b"<"
            + tag
            + b">"
            + (b"<x>" * depth)
            + (b"</x>" * depth)
            + b"</"
            + tag
            + b">"
            + xml[middle:]
        },
    )


def members_changed(content: bytes, rng: Random) -> bytes:
    """A member is missing, empty, or another's."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        members = {name: package.read(name) for name in package.namelist()}
    names = list(members)
    one = rng.choice(names)
    match rng.randrange(4):
        case 0:
            del members[one]
        case 1:
            members[one] = b""
        case 2:
            members[one] = members[rng.choice(names)]
        case _:
            members = {name.upper() if name == one else name: inside for name, inside in members.items()}
    return as_zip(members or {"leeg": b""})


def members_added(content: bytes, rng: Random) -> bytes:
    """Members that do harm: names that climb out, links, bombs, thousands, locked ones, the same name twice."""
    made = io.BytesIO(content)
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as package:
        first = package.namelist()[0]
        match rng.randrange(9):
            case 0:
                slips = (
                    "../../slip.xml",
                    "/etc/slip.xml",
                    "C:\\slip.xml",
                    "..\\slip.xml",
                    "a/../../b.shp",
                    "\0.xml",
                    "con.shp",
                )
                package.writestr(rng.choice(slips), b"<a/>")
            case 1:
                link = zipfile.ZipInfo(rng.choice(("link.xml", "9.shp", "9.geojson")))
                link.external_attr = (stat.S_IFLNK | 0o777) << 16
                package.writestr(link, "/etc/passwd")
            case 2:
                package.writestr("bom.xml", b" " * 60_000_000)
            case 3:
                for number in range(6000):
                    package.writestr(f"{number}.xml", b"")
            case 4:
                inside = b"x"
                for _ in range(40):
                    inside = as_zip({"a.zip": inside})
                package.writestr("nog een.zip", inside)
            case 5:
                package.writestr(zipfile.ZipInfo(first), b"<ander/>")
            case 6:
                package.writestr("xl/media/image1.png", pixel_flood())
            case 7:
                package.writestr(rng.choice(("a" * 60_000, "\u202egpj.xml", "=1+1.xml", "a.xml/")), b"")
            case _:
                package.writestr(rng.choice(("0.geojson", "x.gpkg", "x.shp", "word/document2.xml")), rng.randbytes(300))
    return made.getvalue()


def pixel_flood() -> bytes:
    """The head of a picture that says it has four billion pixels."""
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 65_535, 65_535) + b"\x08\x06\0\0\0" + b"\0" * 8


def directory_mutated(content: bytes, rng: Random) -> bytes:
    """What the zip says of its members is not so: sizes, places, methods, flags, checks."""
    made = bytearray(content)
    entries = [found.start() for found in re.finditer(rb"PK\x01\x02|PK\x03\x04|PK\x05\x06", content)]
    for _ in range(rng.choice((1, 4))):
        at = rng.choice(entries) + rng.randrange(4, 40)
        made[at : at + 1] = bytes([rng.choice((0, 1, 0x7F, 0xFF, rng.randrange(256)))])
    return bytes(made)


PACKAGE: tuple[Mutation, ...] = (
    *(xml_mutated, xml_mutated, xml_texts, xml_texts, xml_texts, xml_numbers, xml_numbers, xml_bomb, xml_deep),
    *(
        members_changed,
        members_changed,
        members_added,
        members_added,
        directory_mutated,
        flipped,
        cut,
        left_out,
        with_tail,
    ),
)


# Mutations of maps


def coordinates_replaced(content: bytes, rng: Random) -> bytes:
    """Places that are no places."""
    found = list(re.finditer(rb"-?\d+\.\d+", content))
    for one in sorted(rng.sample(found, min(len(found), rng.choice((1, 1, 30)))), key=lambda place: -place.start()):
        absurd = (
            b"1e308",
            b"-1e400",
            b"NaN",
            b"null",
            b'"x"',
            b"[]",
            b"0",
            b"99999999999999999999",
            b"Infinity",
            b"{}",
        )
        content = content[: one.start()] + rng.choice(absurd) + content[one.end() :]
    return content


def shapes_replaced(content: bytes, rng: Random) -> bytes:
    """Shapes and properties that are other things."""
    data = json.loads(content)
    feature = rng.choice(data["features"])
    depth = rng.choice((30, 400, 20_000))
    corner = [[5.0, 52.0], [5.1, 52.0], [5.1, 52.1], [5.0, 52.0]]
    shapes: tuple[object, ...] = (
        None,
        {},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[]]},
        {"type": "Polygon", "coordinates": [corner[:1]]},
        {"type": "Polygon", "coordinates": [corner[:2] * 2]},
        {"type": "Polygon", "coordinates": [[*corner[:3], [5.0, 52.05], [5.2, 52.0], corner[0]]]},
        {"type": "Polygon", "coordinates": [[[5 + rng.random() / 9, 52 + rng.random() / 9] for _ in range(3000)]]},
        {"type": "Point", "coordinates": [5, 52]},
        {"type": "GeometryCollection", "geometries": [{"type": "GeometryCollection", "geometries": []}] * 9},
        {"type": "Onzin", "coordinates": corner},
        {"type": "MultiPolygon", "coordinates": "x"},
        {"type": "Polygon", "coordinates": "@"},
    )
    match rng.randrange(4):
        case 0 | 1:
            feature["geometry"] = rng.choice(shapes)
        case 2:
            values: tuple[object, ...] = (*NASTY, None, [], {}, 10**400, True)
            feature["properties"] = {name: rng.choice(values) for name in feature["properties"]}
        case _:
            data["features"] = rng.choice(([], [None], {}, "x", [feature] * 500, [{"type": "Feature"}], 1))
    text = json.dumps(data)
    return text.replace('"@"', "[" * depth + "1.0" + "]" * depth).encode("utf-8", "surrogatepass")


def json_deep(content: bytes, rng: Random) -> bytes:
    """JSON within JSON within JSON."""
    depth = rng.choice((1_000, 100_000))
    return rng.choice(
        (b'{"a":' * depth + b"1" + b"}" * depth, b'{"type":"FeatureCollection","features":' + b"[" * depth)
    )


def database_mutated(content: bytes, rng: Random) -> bytes:
    """Texts in a GeoPackage are nasty, of the same length, or its tables are called otherwise."""
    old, new = rng.choice(
        ((b"geom", b"meog"), (b"buurtcode", b"BUURTNAAM"), (b"CREATE TABLE", b"CREATE VIEWS"), (b"GP\0", b"GP\xff"))
    )
    made = content.replace(old, new)
    return flipped(made, rng) if rng.random() < 0.5 else made


MAPS: tuple[Mutation, ...] = (
    coordinates_replaced,
    coordinates_replaced,
    shapes_replaced,
    shapes_replaced,
    shapes_replaced,
    json_deep,
)
