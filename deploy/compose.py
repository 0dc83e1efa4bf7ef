"""Checks deploy/compose.yaml without a container engine: its shape, and that what it mounts is there.

Run by deploy/check: python -I deploy/compose.py [PROGRAM]. With PROGRAM, the services' configuration files are
also read by the program itself."""

import pathlib
import subprocess
import sys

import yaml

HERE = pathlib.Path(__file__).resolve().parent
PARTS = ["access", "cases", "referrals", "statistics", "desk"]
COMPOSE = yaml.safe_load((HERE / "compose.yaml").read_text())


def every_part_runs_without_rights_it_does_not_need():
    for name in PARTS:
        service = COMPOSE["services"][name]
        assert service["read_only"] and service["cap_drop"] == ["ALL"], name
        assert service["user"] == "65532:65532", name
        assert service["command"][:2] == ["serve", name], name


def only_pages_and_partners_are_reached_from_outside():
    assert COMPOSE["networks"]["inside"]["internal"] is True
    open_ports = {name for name, service in COMPOSE["services"].items() if "ports" in service}
    assert open_ports == {"desk", "referrals"}, open_ports


def what_is_mounted_is_there():
    for name, service in COMPOSE["services"].items():
        for mount in service["volumes"]:
            source, target, *_ = mount.split(":")
            if source.startswith("./secrets/"):
                continue  # `deploy/prepare` makes them.
            if source.startswith("./"):
                assert (HERE / source).exists(), (name, source)
            else:
                assert source in COMPOSE["volumes"], (name, source)
            assert target.startswith("/"), (name, target)


def the_program_accepts_every_configuration(program):
    for name in PARTS:
        config = HERE / "config" / f"{name}.toml"
        subprocess.run([program, "config", "check", name, "--config", config],
                       check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    for check in (
        every_part_runs_without_rights_it_does_not_need,
        only_pages_and_partners_are_reached_from_outside,
        what_is_mounted_is_there,
    ):
        check()
        print("compose:", check.__name__.replace("_", " "))
    if len(sys.argv) > 1:
        the_program_accepts_every_configuration(sys.argv[1])
        print("compose: the program accepts every configuration")
