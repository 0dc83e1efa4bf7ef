"""Renders the chart with Helm's own library, and checks what comes out; no cluster is needed.

Run by deploy/check: python -I helm/sentier/tests/chart.py [PROGRAM]. With PROGRAM, the services' configuration
files are also read by the program itself."""

import pathlib
import subprocess
import sys
import tempfile

import helm_python as helm
import kubernetes_validate
import yaml

CHART = pathlib.Path(__file__).resolve().parents[1]
PARTS = {"access", "cases", "referrals", "statistics", "desk"}
COMPONENT = "app.kubernetes.io/component"


def render(values=None):
    rendered = helm.Chart.load(str(CHART)).render(values or {}, name="hub", namespace="sentier")
    pages = [text for name, text in rendered.items() if name.endswith(".yaml")]
    return [page for text in pages for page in yaml.safe_load_all(text) if page]


def of_kind(manifests, kind):
    return {m["metadata"]["labels"][COMPONENT]: m for m in manifests if m["kind"] == kind}


def refused(values):
    try:
        render(values)
    except helm.HelmError:
        return True
    return False


def the_linter_finds_no_fault():
    assert helm.lint(str(CHART))["errors"] == []


def every_manifest_is_valid_on_old_and_new_clusters():
    for manifest in render():
        for version in ("1.28", kubernetes_validate.latest_version()):
            kubernetes_validate.validate(manifest, version, strict=True)


def values_that_cannot_stand_are_refused():
    assert refused({"servcies": {}})
    assert refused({"nats": {"url": "nats://plain:4222"}})
    assert refused({"services": {"cases": {"replicas": 2}}}), "its keys lie on one volume"
    assert not refused({"services": {"desk": {"replicas": 3}}})


def every_part_runs_without_rights_it_does_not_need():
    deployments = of_kind(render(), "Deployment")
    assert set(deployments) == PARTS
    for name, deployment in deployments.items():
        pod = deployment["spec"]["template"]["spec"]
        assert pod["securityContext"]["runAsNonRoot"] is True, name
        assert pod["automountServiceAccountToken"] is False, name
        [container] = pod["containers"]
        rights = container["securityContext"]
        assert rights["readOnlyRootFilesystem"] and not rights["allowPrivilegeEscalation"], name
        assert rights["capabilities"] == {"drop": ["ALL"]}, name
        assert {"startupProbe", "readinessProbe", "livenessProbe"} <= set(container), name
        assert container["resources"]["limits"]["memory"], name
        mounts = {mount["mountPath"] for mount in container["volumeMounts"]}
        assert ("/run/authority" in mounts) == (name == "access"), name
        assert ("/var/lib/sentier" in mounts) == (name != "desk"), name


def every_part_is_guarded_by_a_policy_and_a_budget_that_select_it():
    manifests = render()
    for kind in ("NetworkPolicy", "PodDisruptionBudget", "Service"):
        for name, manifest in of_kind(manifests, kind).items():
            spec = manifest["spec"]
            selector = spec.get("podSelector") or spec["selector"]
            labels = selector.get("matchLabels", selector)
            assert labels[COMPONENT] == name, (kind, name)
        assert set(of_kind(manifests, kind)) == PARTS, kind


def only_who_is_listed_calls_a_service():
    policies = of_kind(render(), "NetworkPolicy")
    callers = {
        name: {peer["podSelector"]["matchLabels"][COMPONENT] for peer in policy["spec"]["ingress"][0].get("from", [])}
        for name, policy in policies.items()
    }
    assert callers == {
        "access": {"cases", "referrals", "statistics", "desk"},
        "cases": {"referrals", "desk"},
        "statistics": {"cases", "desk"},
        # From outside the cluster: partner agencies and browsers.
        "referrals": set(),
        "desk": set(),
    }, callers
    desk = str(policies["desk"]["spec"]["egress"])
    assert "5432" not in desk and "4222" not in desk, "the desk has no database and no broker"


def keys_outlive_the_release():
    claims = of_kind(render(), "PersistentVolumeClaim")
    assert set(claims) == PARTS - {"desk"}
    for claim in claims.values():
        assert claim["metadata"]["annotations"]["helm.sh/resource-policy"] == "keep"


def nothing_secret_stands_in_a_manifest():
    manifests = render()
    assert not any(manifest["kind"] == "Secret" for manifest in manifests)
    for manifest in manifests:
        if manifest["kind"] == "ConfigMap":
            for line in "\n".join(manifest["data"].values()).splitlines():
                if "password" in line:
                    assert "_file" in line, line


def the_broker_is_told_who_may_say_and_hear_what():
    broker = of_kind(render(), "ConfigMap")["broker"]
    users = broker["data"]["users.conf"]
    # A chart brings only what lies in its own folder: the file is there twice, and the same.
    assert users.strip() == (CHART.parents[1] / "deploy/nats/users.conf").read_text().strip()
    for who in ("ACCESS", "CASES", "REFERRALS", "STATISTICS", "ANALYSTS"):
        assert f"${who}_NKEY" in users, who
    assert 'publish: { deny: ">" }' in users, "analysts listen"


def options_become_arguments_as_they_are_typed():
    values = {"services": {"desk": {"options": {"idle_minutes": 10, "exit_address": "https://a.example/"}}}}
    desk = of_kind(render(values), "Deployment")["desk"]
    arguments = desk["spec"]["template"]["spec"]["containers"][0]["args"]
    assert "idle_minutes=10" in arguments and "exit_address=https://a.example/" in arguments, arguments


def records_systems_are_served_where_it_is_switched_on():
    def open_ports(values):
        manifests = render(values)
        service = of_kind(manifests, "Service")["referrals"]["spec"]["ports"]
        [container] = of_kind(manifests, "Deployment")["referrals"]["spec"]["template"]["spec"]["containers"]
        ingress = of_kind(manifests, "NetworkPolicy")["referrals"]["spec"]["ingress"]
        return ([port["port"] for port in service], [port["containerPort"] for port in container["ports"]],
                [port["port"] for rule in ingress for port in rule["ports"]])

    assert open_ports({}) == ([7433], [7433, 9100], [7433, 9100])
    on = {"services": {"referrals": {"fhirPort": 7435}}}
    assert open_ports(on) == ([7433, 7435], [7433, 9100, 7435], [7433, 7435, 9100])
    assert "0.0.0.0:7435" in of_kind(render(on), "ConfigMap")["referrals"]["data"]["sentier.toml"]


def the_program_accepts_every_configuration(program):
    values = {"telemetry": {"otlpEndpoint": "http://collector:4317"}, "services": {"referrals": {"fhirPort": 7435}}}
    for name, config in of_kind(render(values), "ConfigMap").items():
        if name not in PARTS:
            continue
        with tempfile.NamedTemporaryFile("w", suffix=".toml") as file:
            file.write(config["data"]["sentier.toml"])
            file.flush()
            subprocess.run([program, "config", "check", name, "--config", file.name],
                           check=True, stdout=subprocess.DEVNULL)


CHECKS = [
    the_linter_finds_no_fault,
    every_manifest_is_valid_on_old_and_new_clusters,
    values_that_cannot_stand_are_refused,
    every_part_runs_without_rights_it_does_not_need,
    every_part_is_guarded_by_a_policy_and_a_budget_that_select_it,
    only_who_is_listed_calls_a_service,
    keys_outlive_the_release,
    nothing_secret_stands_in_a_manifest,
    the_broker_is_told_who_may_say_and_hear_what,
    options_become_arguments_as_they_are_typed,
    records_systems_are_served_where_it_is_switched_on,
]

if __name__ == "__main__":
    for check in CHECKS:
        check()
        print("chart:", check.__name__.replace("_", " "))
    if len(sys.argv) > 1:
        the_program_accepts_every_configuration(sys.argv[1])
        print("chart: the program accepts every configuration")
