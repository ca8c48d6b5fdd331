"""The compose file and the Kubernetes manifests: they can be read, and hold what they promise."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from s3dash import settings
from s3dash.folders import ROOT
from s3dash.present.rooms.database import VARIABLE

KUBERNETES = ROOT / "deploy" / "kubernetes"
KNOWN = {one.variable for one in settings.SETTINGS}
"""Variables that the program reads."""
API_VERSIONS = {
    "Namespace": "v1",
    "Service": "v1",
    "Deployment": "apps/v1",
    "Ingress": "networking.k8s.io/v1",
    "NetworkPolicy": "networking.k8s.io/v1",
    "HorizontalPodAutoscaler": "autoscaling/v2",
    "PodDisruptionBudget": "policy/v1",
}


def compose() -> Any:
    return yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))


def manifests() -> dict[str, Any]:
    """Kind -> manifest, of those that kustomization.yaml names."""
    named = kustomization()["resources"]
    read = [yaml.safe_load((KUBERNETES / name).read_text(encoding="utf-8")) for name in named]
    return {one["kind"]: one for one in read}


def kustomization() -> Any:
    return yaml.safe_load((KUBERNETES / "kustomization.yaml").read_text(encoding="utf-8"))


def test_two_dashboards_that_write_nothing_and_a_proxy_in_front() -> None:
    services = compose()["services"]
    assert set(services) == {"publish", "dashboard-1", "dashboard-2", "proxy"}
    for name, service in services.items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
    assert services["dashboard-1"] == services["dashboard-2"]
    stated = services["dashboard-1"]["environment"]
    assert set(stated) <= KNOWN
    # As it is where nobody sets more: ${NAME:-default}.
    settings.read({name: re.sub(r"\$\{\w+:-(.*)\}", r"\1", stated[name]) for name in stated})
    assert services["dashboard-1"]["volumes"] == ["store:/store:ro", "rooms:/rooms"]
    assert services["publish"]["volumes"] == ["store:/store"]
    assert {"store", "rooms"} <= set(compose()["volumes"])
    # What is put there begins with the owner that the image gave it.
    image = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert "10001 --mode 700 /rooms" in image
    assert f"{VARIABLE}=/rooms/" in image


def test_only_the_proxy_can_be_reached_and_the_dashboards_reach_nobody() -> None:
    stated = compose()
    assert [name for name, one in stated["services"].items() if "ports" in one] == ["proxy"]
    # From this computer alone, unless somebody says otherwise.
    assert stated["services"]["proxy"]["ports"] == ["${S3DASH_PUBLISHED:-127.0.0.1:8080}:8080"]
    assert stated["networks"]["inside"] == {"internal": True}
    assert stated["services"]["dashboard-1"]["networks"] == ["inside"]
    assert stated["services"]["publish"]["network_mode"] == "none"


def test_the_proxy_of_compose_has_the_file_and_the_names_that_it_needs() -> None:
    proxy = compose()["services"]["proxy"]
    [mounted] = proxy["volumes"]
    source = mounted.split(":")[0]
    text = (ROOT / source).read_text(encoding="utf-8")
    assert set(proxy["environment"]) <= set(re.findall(r"\$\{(\w+)-", text))
    for name in ("S3DASH_SERVER_1", "S3DASH_SERVER_2"):
        host, port = proxy["environment"][name].split(":")
        assert host in compose()["services"]
        assert f"S3DASH_PORT={port}" in (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_docker_reads_the_compose_file() -> None:
    docker = shutil.which("docker")
    if not docker or subprocess.run([docker, "compose", "version"], capture_output=True).returncode:
        pytest.skip("docker compose is not installed")
    done = subprocess.run(
        [docker, "compose", "config", "--quiet"], cwd=ROOT, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_every_manifest_is_named_once_in_the_version_that_clusters_have() -> None:
    files = {file.name for file in KUBERNETES.iterdir()} - {"kustomization.yaml"}
    assert set(kustomization()["resources"]) == files
    assert {kind: one["apiVersion"] for kind, one in manifests().items()} == API_VERSIONS


def test_a_pod_may_do_nothing_that_it_does_not_need() -> None:
    pod = manifests()["Deployment"]["spec"]["template"]["spec"]
    assert pod["automountServiceAccountToken"] is False
    assert pod["securityContext"]["runAsNonRoot"] is True
    [container] = pod["containers"]
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert {"requests", "limits"} == set(container["resources"])
    user = pod["securityContext"]["runAsUser"]
    assert f"USER {user}:{user}" in (ROOT / "Dockerfile").read_text(encoding="utf-8")
    labels = manifests()["Namespace"]["metadata"]["labels"]
    assert labels["pod-security.kubernetes.io/enforce"] == "restricted"


def test_probes_ask_whether_it_lives_and_whether_it_is_ready() -> None:
    [container] = manifests()["Deployment"]["spec"]["template"]["spec"]["containers"]
    asked = {name: container[name]["httpGet"]["path"] for name in container if "Probe" in name}
    assert asked == {
        "startupProbe": "/healthz",
        "livenessProbe": "/healthz",
        "readinessProbe": "/readyz",
    }
    port, _ = container["ports"]
    assert {container[name]["httpGet"]["port"] for name in asked} == {port["name"]}
    # A pod that is slow for a moment is taken out, not ended.
    ready, live = container["readinessProbe"], container["livenessProbe"]
    assert ready["periodSeconds"] * ready["failureThreshold"] <= 5
    assert live["periodSeconds"] * live["failureThreshold"] >= 60


def test_nothing_goes_out_and_only_the_controller_comes_in() -> None:
    policy = manifests()["NetworkPolicy"]["spec"]
    assert set(policy["policyTypes"]) == {"Ingress", "Egress"}
    assert policy["egress"] == []
    for way_in in policy["ingress"]:
        assert len(way_in["from"]) == len(way_in["ports"]) == 1
    # The figures of the process are not for who may see the pages.
    assert [way_in["ports"][0]["port"] for way_in in policy["ingress"]] == ["http", "metrics"]
    [container] = manifests()["Deployment"]["spec"]["template"]["spec"]["containers"]
    assert [port["name"] for port in container["ports"]] == ["http", "metrics"]
    [port] = manifests()["Service"]["spec"]["ports"]
    assert port["name"] == "http"


def test_all_of_it_means_the_same_pods() -> None:
    found = manifests()
    name = found["Deployment"]["metadata"]["name"]
    target = found["HorizontalPodAutoscaler"]["spec"]
    assert target["scaleTargetRef"] == {"apiVersion": "apps/v1", "kind": "Deployment", "name": name}
    assert "replicas" not in found["Deployment"]["spec"]
    least = found["PodDisruptionBudget"]["spec"]["minAvailable"]
    assert least < target["minReplicas"] <= target["maxReplicas"]
    [path] = found["Ingress"]["spec"]["rules"][0]["http"]["paths"]
    service = path["backend"]["service"]
    assert service["name"] == found["Service"]["metadata"]["name"]
    [port] = found["Service"]["spec"]["ports"]
    assert service["port"]["name"] == port["name"]
    assert found["Ingress"]["metadata"]["annotations"]["haproxy.org/cookie-persistence"]


def test_settings_are_those_that_the_program_reads_and_the_image_has_a_digest() -> None:
    [generated] = kustomization()["configMapGenerator"]
    stated = dict(line.split("=", 1) for line in generated["literals"])
    assert set(stated) <= KNOWN
    settings.read(stated)
    [image] = kustomization()["images"]
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", image["digest"])


@pytest.mark.skipif(not shutil.which("kubectl"), reason="kubectl is not installed")
def test_kustomize_puts_them_together(tmp_path: Path) -> None:
    # It asks no cluster.
    done = subprocess.run(
        ["kubectl", "kustomize", str(KUBERNETES)],
        capture_output=True,
        text=True,
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/usr/local/bin"},
    )
    assert done.returncode == 0, done.stderr
    made = {one["kind"]: one for one in yaml.safe_load_all(done.stdout)}
    assert set(made) == {*API_VERSIONS, "ConfigMap"}
    chosen = {"matchLabels": made["Deployment"]["spec"]["template"]["metadata"]["labels"]}
    assert made["Deployment"]["spec"]["selector"] == chosen
    for kind, field in (("PodDisruptionBudget", "selector"), ("NetworkPolicy", "podSelector")):
        assert made[kind]["spec"][field] in ({}, chosen)
