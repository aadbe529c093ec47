"""A machine as README.md sets it up, in one folder and on free ports, for the tests: a built site, the form
as a service, and nginx in front with a certificate of its own."""

import getpass
import http.client
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import time
from pathlib import Path
from urllib.parse import urlencode

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
TARGET = ROOT / os.environ.get("CARGO_TARGET_DIR", "target") / "debug"
HOST = "partenaires.exemple.ca"
# Seconds. A busy machine is slow; it does not fail a test.
PATIENCE = 180

ANSWERS = {
    "partner_type": "unsure",
    "first_name": "Ô",
    "last_name": "O’Neil",
    "contact_method": "email",
    "email": "o@exemple.ca",
    "language": "fr",
    "motivation": "Je veux aider les autres.",
    "age_14": "true",
    "ack_process": "true",
}


def program(name):
    """A program of Debian's, installed or unpacked by infra/test."""
    tools = HERE / "tools" / "root" / "usr"
    found = shutil.which(name, path=f"{tools}/sbin:{tools}/bin:{os.environ['PATH']}:/usr/sbin")
    if found is None:
        raise FileNotFoundError(f"{name} is not there: infra/test brings it")
    return found


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def build(out, base_url=f"https://{HOST}", content=ROOT / "content"):
    options = ["--out", out, "--content", content, "--themes", ROOT / "themes", "--base-url", base_url]
    run(TARGET / "site-gen", "build", *options)
    run(HERE / "nginx" / "write", "--site", out, "--to", included(out))


def included(site):
    """The folder that nginx includes, beside a site."""
    return Path(site).with_name(Path(site).name + "-nginx")


def run(*command):
    """What a program says."""
    ran = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert ran.returncode == 0, f"{command}\n{ran.stdout}"
    return ran.stdout


def until(there):
    """Waits for what is sure to come, but not forever."""
    end = time.monotonic() + PATIENCE
    while not there():
        if time.monotonic() > end:
            raise TimeoutError(there)
        time.sleep(0.05)


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Service:
    """The form as a service, on a port or on a socket that the test holds, as systemd does."""

    def __init__(self, site, data, held=None):
        self.port = held.getsockname()[1] if held else free_port()
        command = [TARGET / "local", "--service", "--out", site, "--data", data]
        how = {}
        if held:
            # Where systemd puts it: descriptor 3, and the number of who may take it.
            taking = f'exec 3<&{held.fileno()}; LISTEN_FDS=1 LISTEN_PID=$$ exec "$@"'
            command = ["sh", "-c", taking, "sh", *command]
            how["pass_fds"] = [held.fileno()]
        else:
            command += ["--addr", f"127.0.0.1:{self.port}"]
        self.log = Path(data).with_suffix(".log").open("a+")
        self.process = subprocess.Popen(
            command, stdout=self.log, stderr=subprocess.STDOUT, env=os.environ | {"LC_ALL": "C"}, **how
        )
        until(lambda: "Form:" in self.said() or self.process.poll() is not None)

    def said(self):
        return Path(self.log.name).read_text()

    def tell(self, number):
        self.process.send_signal(number)

    def end(self, number=signal.SIGTERM):
        if self.process.poll() is None:
            self.tell(number)
        code = self.process.wait(PATIENCE)
        self.log.close()
        return code


class Proxy:
    """nginx with the sample configuration: only names, ports and folders are other ones."""

    def __init__(self, folder, site, form_port, *more):
        self.folder, self.port, self.plain_port = folder, free_port(), free_port()
        for name in ["body", "logs"]:
            (folder / name).mkdir()
        certificate(folder)
        sample = (HERE / "nginx" / "partenaires.conf").read_text()
        for shipped, here, times in [
            ("    listen [::]:80 default_server;\n", "", 1),
            ("    listen [::]:443 ssl http2 default_server;\n", "", 1),
            ("    listen [::]:443 ssl http2;\n", "", 1),
            ("listen 80 ", f"listen 127.0.0.1:{self.plain_port} ", 1),
            ("listen 443 ", f"listen 127.0.0.1:{self.port} ", 2),
            (f"https://{HOST}$", f"https://{HOST}:{self.port}$", 1),
            ("/etc/partenaires/tls/", f"{folder}/", 2),
            ("/srv/partenaires/dist", str(site), 1),
            ("/etc/nginx/partenaires/", f"{included(site)}/", 4),
            ("/var/log/nginx/", f"{folder}/logs/", 2),
            ("127.0.0.1:8081", f"127.0.0.1:{form_port}", 1),
            *more,
        ]:
            assert sample.count(shipped) == times, f"{shipped}: {sample.count(shipped)} times"
            sample = sample.replace(shipped, here)
        (folder / "partenaires.conf").write_text(sample)
        around = (HERE / "nginx" / "test.conf").read_text().replace("FOLDER", str(folder)).replace("USER", getpass.getuser())
        (folder / "nginx.conf").write_text(around)
        files = ["-p", folder, "-c", folder / "nginx.conf", "-e", folder / "logs/start"]
        command = [program("nginx"), *files]
        run(*command, "-t", "-q")
        self.process = subprocess.Popen(command)
        until(lambda: listens(self.port))

    def logged(self):
        return "".join(file.read_text() for file in sorted((self.folder / "logs").iterdir()))

    def end(self):
        self.process.send_signal(signal.SIGQUIT)
        assert self.process.wait(PATIENCE) == 0


def certificate(folder):
    names = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    files = ["-keyout", folder / "key.pem", "-out", folder / "fullchain.pem"]
    run("openssl", "req", "-x509", *key, *names, *files)


class Browser(http.client.HTTPSConnection):
    """Asks by the site's name, of this machine, and believes its certificate alone."""

    def __init__(self, proxy, name=HOST, source="127.0.0.1"):
        trusted = ssl.create_default_context(cafile=proxy.folder / "fullchain.pem")
        super().__init__(name, proxy.port, context=trusted, timeout=PATIENCE)
        self.trusted, self.source = trusted, (source, 0)

    def connect(self):
        plain = socket.create_connection(("127.0.0.1", self.port), self.timeout, self.source)
        self.sock = self.trusted.wrap_socket(plain, server_hostname=self.host)


class Answer:
    def __init__(self, response):
        self.status, self.headers, self.body = response.status, response.headers, response.read()

    @property
    def kind(self):
        return self.headers["content-type"]


def ask(browser, path, method="GET", body=None, **headers):
    browser.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    return Answer(browser.getresponse())


def apply(browser, lang="fr", answers=ANSWERS, **headers):
    """Sends the form; what comes back."""
    form = {"content_type": "application/x-www-form-urlencoded"}
    return ask(browser, f"/api/{lang}/application", "POST", urlencode(answers), **(form | headers))


def reference(answer):
    """Of somebody who was told "received"."""
    assert answer.status == 303, (answer.status, answer.body)
    return re.search(r"application/([0-9A-Z-]+)\?", answer.headers["location"]).group(1)
