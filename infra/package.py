"""What ships: Chalice's zip made lean and checked, and one template out of the files beside this one.

python -m infra.package          writes .local/package/{deployment.zip,template.yaml}
"""

import compileall
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from py_compile import PycInvalidationMode
from typing import Any

from chalice.package import TemplateDeepMerger, YAMLTemplateSerializer

from chalicelib.city import City, load
from infra import ROOT, say
from infra.alarms import watching

FRAGMENTS = ("parameters", "tables", "photos", "events", "staff", "api", "site", "alarms")
PACKAGE = ROOT / ".local" / "package"

# botocore carries a description of every AWS service, half of the zip; these are the ones we call.
SERVICES = frozenset({"dynamodb", "s3", "cloudfront", "sqs", "ses", "ssm", "sts", "kms"})
LEFT_OUT = re.compile(
    r"""(^|/)(tests?|__pycache__)/            # what wheels carry for their own authors
    | ^holidays/locale/                       # names of holidays in other languages
    | ^aws_lambda_powertools/(event_handler/ | utilities/(?!__init__|jmespath_utils/|typing/))  # we log and count with it
    | ^PIL/_(avif|imagingft|imagingtk) | ^pillow\.libs/lib(avif|freetype|harfbuzz)             # no photo needs them
    | ^(bin|include)/ | \.pyi$ | /py\.typed$
    """,
    re.VERBOSE,
)
# glibc of the Lambda runtimes: Amazon Linux 2 up to Python 3.11, Amazon Linux 2023 from 3.12.
RUNTIME_GLIBC = (2, 26) if sys.version_info < (3, 12) else (2, 34)
LEGACY_TAGS = {"manylinux1": (2, 5), "manylinux2010": (2, 12), "manylinux2014": (2, 17)}
EPOCH = (1980, 1, 1, 0, 0, 0)  # equal content gives an equal zip, so an unchanged function is not redeployed


def merged_template(city: City) -> dict[str, Any]:
    """The fragments folded into one, with the staff groups of the city's departments and the origin of its map."""
    serializer, merger = YAMLTemplateSerializer(), TemplateDeepMerger()
    template: dict[str, Any] = {}
    for name in FRAGMENTS:
        fragment = serializer.load_template((ROOT / "infra" / f"{name}.yaml").read_text("utf-8"), f"{name}.yaml")
        template = merger.merge(fragment, template)
    template = merger.merge({"Resources": watching(template["Resources"])}, template)
    template["Resources"] |= dict(_groups(city))
    template["Mappings"] = {"Profile": {"Map": {"TileOrigin": city.map.tiles.origin}}}
    return template


def _groups(city: City) -> Iterator[tuple[str, dict[str, Any]]]:
    names = {"admin": "admin"} | {d.code: d.name.ko for d in city.departments}
    for code, name in names.items():
        logical_id = "Group" + "".join(part.capitalize() for part in code.split("-"))
        yield (
            logical_id,
            {
                "Type": "AWS::Cognito::UserPoolGroup",
                "Properties": {"GroupName": code, "Description": name, "UserPoolId": {"Ref": "StaffPool"}},
            },
        )


def lean(source: Path, target: Path) -> None:
    """Chalice's zip without what no function reads, with byte code.

    Lambda's code folder is read-only, so without byte code every cold start compiles everything anew;
    unchecked-hash spares the look at each source file (measured: 685 -> 340 ms of CPU for the imports).
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with zipfile.ZipFile(source) as archive:
            archive.extractall(folder, [m for m in archive.namelist() if _ships(m)])
        check_binaries(folder)
        compileall.compile_dir(
            folder, quiet=2, stripdir=name, invalidation_mode=PycInvalidationMode.UNCHECKED_HASH, workers=0, optimize=0
        )
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for path in sorted(p for p in folder.rglob("*") if p.is_file()):
                info = zipfile.ZipInfo(path.relative_to(folder).as_posix(), EPOCH)
                info.external_attr, info.compress_type = 0o644 << 16, zipfile.ZIP_DEFLATED
                archive.writestr(info, path.read_bytes())


def _ships(member: str) -> bool:
    if member.endswith("/") or LEFT_OUT.search(member):
        return False
    data = re.match(r"botocore/data/([^/]+)/", member)
    return data is None or data[1] in SERVICES


def check_binaries(folder: Path) -> None:
    """Every shared object came from a wheel that runs on the runtime's glibc, or the package is refused.

    pip silently builds from source where no wheel fits; such a binary is linked against this machine.
    """
    fitting: set[str] = set()
    for record in folder.glob("*.dist-info/RECORD"):
        tags = re.findall(r"^Tag: (\S+)", (record.parent / "WHEEL").read_text("utf-8"), re.M)
        if any(_fits(tag) for tag in tags):
            fitting |= {line.split(",")[0] for line in record.read_text("utf-8").splitlines()}
    found = {p.relative_to(folder).as_posix() for p in folder.rglob("*.so*")}
    if strangers := sorted(found - fitting):
        raise SystemExit(f"binaries that the Lambda runtime cannot load: {', '.join(strangers)}")


def _fits(tag: str) -> bool:
    for platform in tag.split("-")[-1].split("."):
        modern = re.match(r"manylinux_(\d+)_(\d+)_x86_64", platform)
        glibc = (int(modern[1]), int(modern[2])) if modern else LEGACY_TAGS.get(platform.removesuffix("_x86_64"))
        if glibc is not None and glibc <= RUNTIME_GLIBC:
            return True
    return False


def package(target: Path = PACKAGE) -> Path:
    """Write deployment.zip and template.yaml; returns their folder."""
    target.mkdir(parents=True, exist_ok=True)
    merge = target / "merge.yaml"
    merge.write_text(YAMLTemplateSerializer().serialize_template(merged_template(load())), "utf-8")
    with tempfile.TemporaryDirectory() as stock:
        command = ["package", "--stage", "room", "--template-format", "yaml", "--merge-template", str(merge), stock]
        _chalice(command)
        lean(Path(stock) / "deployment.zip", target / "new.zip")
        (target / "new.zip").replace(target / "deployment.zip")  # whole at any moment: another room may be reading it
        # As JSON, which is YAML too: CloudFormation knows no aliases, and the serializer makes them.
        made = YAMLTemplateSerializer().load_template((Path(stock) / "sam.yaml").read_text("utf-8"), "sam.yaml")
        (target / "template.yaml").write_text(json.dumps(made, ensure_ascii=False, indent=1, default=str), "utf-8")
    merge.unlink()
    return target


def _chalice(arguments: list[str]) -> None:
    done = subprocess.run(  # noqa: S603 - our own interpreter, our own arguments
        [sys.executable, "-c", "import sys; from chalice.cli import main; sys.exit(main())", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"chalice {arguments[0]} failed:\n{done.stdout}{done.stderr}")


def fingerprint() -> str:
    """Of all that the package is made from; equal means there is nothing to package."""
    sources = [
        ROOT / "app.py",
        ROOT / "requirements.txt",
        *(ROOT / "chalicelib").rglob("*"),
        *(ROOT / ".chalice").glob("*.json"),
        *(ROOT / "infra").glob("*.yaml"),
        *(ROOT / "infra" / name for name in ("package.py", "alarms.py")),
    ]
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(p for p in sources if p.is_file() and "__pycache__" not in p.parts):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    folder = package()
    size = (folder / "deployment.zip").stat().st_size
    with zipfile.ZipFile(folder / "deployment.zip") as archive:
        unpacked = sum(m.file_size for m in archive.infolist())
    say(f"{folder.relative_to(ROOT)}/deployment.zip  {size / 1e6:.1f} MB, {unpacked / 1e6:.1f} MB unpacked (limit 250)")
