"""An agency's system in small.

It follows its referrals, keeps a copy of each on disk, answers them, and forgets what it may no longer know.

    python3 partner.py --address https://127.0.0.1:7433 --credential DIR --state DIR --answer accept

DIR of --credential holds agency.key, agency.pem and ca.pem, as `sentier agency enrol` wrote them. The modules
of the contract are looked for in $SENTIER_PYTHON, by default in `gen` beside this file (see generate.sh).
What happens is told on the standard output, one JSON object a line; nothing personal is in it.
"""

import argparse
import asyncio
import json
import os
import pathlib
import random
import sys
import time
import uuid

sys.path.insert(0, os.environ.get("SENTIER_PYTHON", str(pathlib.Path(__file__).parent / "gen")))

import grpc  # noqa: E402
from google.protobuf import json_format  # noqa: E402
from google.rpc import error_details_pb2  # noqa: E402
from grpc_status import rpc_status  # noqa: E402
from sentier.referrals.v1 import referrals_service_pb2 as api  # noqa: E402
from sentier.referrals.v1 import resources_pb2 as resources  # noqa: E402
from sentier.referrals.v1.referrals_service_pb2_grpc import ReferralsServiceStub  # noqa: E402

SILENCE = 45  # A heartbeat comes every 15 s: a stream that is silent for longer is dead.
DEADLINE = 10  # Seconds for each call.
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 30.0
STEPS = {"none": 0, "acknowledge": 1, "accept": 2, "complete": 3}
PASSING = (
    grpc.StatusCode.UNAVAILABLE,
    grpc.StatusCode.DEADLINE_EXCEEDED,
    grpc.StatusCode.RESOURCE_EXHAUSTED,
    grpc.StatusCode.CANCELLED,
    grpc.StatusCode.UNKNOWN,
    grpc.StatusCode.INTERNAL,
)


def tell(**what):
    print(json.dumps(what), flush=True)


class Copies:
    """What the agency keeps: a file for each referral, the events it has processed, the last token."""

    def __init__(self, folder):
        self.folder = folder
        (folder / "referrals").mkdir(parents=True, exist_ok=True)
        self.seen = set(self._read("seen").split())

    def _read(self, name):
        path = self.folder / name
        return path.read_text() if path.exists() else ""

    def _write(self, path, text):
        # Whole or not at all, whatever happens to this machine.
        part = path.with_suffix(".part")
        with open(part, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)

    @property
    def token(self):
        return self._read("token").strip()

    def processed(self, event_id, token):
        """The last thing done about an item: if we die before, the item comes again and is known."""
        if event_id:
            self.seen.add(event_id)
            with open(self.folder / "seen", "a") as file:
                file.write(event_id + "\n")
        self._write(self.folder / "token", token)

    def forget_token(self):
        (self.folder / "token").unlink(missing_ok=True)

    def path(self, name):
        return self.folder / "referrals" / (name.rsplit("/", 1)[1] + ".json")

    def keep(self, referral, disclosure=None):
        copy = {"referral": json_format.MessageToDict(referral)}
        if disclosure is not None:
            copy["disclosure"] = json_format.MessageToDict(disclosure)
        elif self.path(referral.name).exists():
            copy["disclosure"] = json.loads(self.path(referral.name).read_text()).get("disclosure")
        self._write(self.path(referral.name), json.dumps(copy))

    def version(self, name):
        if not self.path(name).exists():
            return 0
        return int(json.loads(self.path(name).read_text())["referral"]["version"])

    def expire(self):
        """Forgets what may be known no longer by its term."""
        for path in (self.folder / "referrals").glob("*.json"):
            kept = json.loads(path.read_text())["referral"]
            referral = json_format.ParseDict(kept, resources.Referral(), ignore_unknown_fields=True)
            if referral.read_until_time.ToSeconds() <= time.time():
                self.forget(referral.name)

    def forget(self, name):
        """Deletes the copy. Do the same to whatever you copied further: prints, exports, backups."""
        self.path(name).unlink(missing_ok=True)
        tell(forgotten=name)


def reason_of(error):
    """The reason of a refusal (`sentier.errors.v1.ErrorReason`), and how long to wait, when it says so."""
    reason, wait = "", 0.0
    status = rpc_status.from_call(error)
    for detail in status.details if status else ():
        info, retry = error_details_pb2.ErrorInfo(), error_details_pb2.RetryInfo()
        if detail.Unpack(info):
            reason = info.reason
        elif detail.Unpack(retry):
            wait = retry.retry_delay.ToTimedelta().total_seconds()
    return reason, wait


def state_of(referral):
    """The name of its state, or the number of one that is newer than this client."""
    known = resources.Referral.State.values()
    return resources.Referral.State.Name(referral.state) if referral.state in known else str(referral.state)


class Pause:
    """Waits longer after each failure, a little by chance, and at least as long as the service asks for."""

    def __init__(self):
        self.next = FIRST_PAUSE

    async def wait(self, at_least=0.0):
        await asyncio.sleep(max(at_least, self.next * random.uniform(0.5, 1.0)))
        self.next = min(self.next * 2, LONGEST_PAUSE)


class Partner:
    def __init__(self, stub, copies, steps):
        self.stub, self.copies, self.steps = stub, copies, steps

    async def call(self, method, request):
        """One call, asked again with the same content until it is answered: its request_id makes that safe."""
        pause = Pause()
        while True:
            try:
                return await method(request, timeout=DEADLINE)
            except grpc.aio.AioRpcError as error:
                reason, wait = reason_of(error)
                # With a reason these two are answers; without one the line was cut.
                spoken = error.code() in (grpc.StatusCode.UNKNOWN, grpc.StatusCode.INTERNAL) and reason
                if error.code() not in PASSING or spoken:
                    raise
                await pause.wait(wait)

    async def follow(self):
        """The stream, opened again from the last token after every end."""
        pause = Pause()
        while True:
            wait = 0.0
            self.copies.expire()
            call = self.stub.WatchReferrals(api.WatchReferralsRequest(resume_token=self.copies.token))
            try:
                while True:
                    item = await asyncio.wait_for(call.read(), SILENCE)
                    if item is grpc.aio.EOF:
                        break  # The service stops for a moment.
                    pause = Pause()
                    await self.take(item)
            except asyncio.TimeoutError:
                call.cancel()
            except grpc.aio.AioRpcError as error:
                reason, wait = reason_of(error)
                if error.code() == grpc.StatusCode.UNAUTHENTICATED:
                    raise SystemExit(f"the credential is not good any more: {reason}") from error
                if reason == "FOREIGN_RESUME_TOKEN":
                    # Ours is from another life of the service: begin again; what is known is known.
                    self.copies.forget_token()
            await pause.wait(wait)

    async def take(self, item):
        if not item.HasField("referral"):
            self.copies.expire()
            self.copies.processed("", item.resume_token)
            return
        referral, state = item.referral, state_of(item.referral)
        if item.event_id in self.copies.seen:
            tell(duplicate=item.event_id)
        else:
            tell(event=item.event_id, referral=referral.name, state=state, version=referral.version)
            await self.handle(referral)
        self.copies.processed(item.event_id, item.resume_token)

    async def handle(self, referral):
        if not referral.HasField("read_until_time"):
            # Withdrawn, declined, ended: whatever the state is called, it may not be known any more.
            self.copies.forget(referral.name)
            return
        if referral.version < self.copies.version(referral.name):
            return  # An item of the past: our copy is newer.
        self.copies.keep(referral)
        if referral.state == resources.Referral.STATE_SENT:
            try:
                await self.answer(referral)
            except grpc.aio.AioRpcError as error:
                reason, _ = reason_of(error)
                # It ended while we worked on it; the stream will say how. Anything else is our mistake.
                if reason not in ("REFERRAL_STATE", "DISCLOSURE_ENDED", "NOT_FOUND"):
                    raise
                tell(refused=referral.name, reason=reason)
                if reason != "REFERRAL_STATE":
                    self.copies.forget(referral.name)

    async def answer(self, referral):
        name = referral.name
        if self.steps >= STEPS["acknowledge"]:
            read = await self.call(self.stub.GetDisclosure, api.GetDisclosureRequest(name=name))
            self.copies.keep(referral, read.disclosure)
            await self.step("acknowledge", self.stub.AcknowledgeReferral, api.AcknowledgeReferralRequest, name)
        if self.steps >= STEPS["accept"]:
            await self.step("accept", self.stub.AcceptReferral, api.AcceptReferralRequest, name)
        if self.steps >= STEPS["complete"]:
            served = {"outcome": resources.Referral.OUTCOME_SERVED}
            await self.step("complete", self.stub.CompleteReferral, api.CompleteReferralRequest, name, served)

    async def step(self, verb, method, request, name, more=None):
        # The key follows from what is done: after a crash the repeat is the same request, and done once.
        key = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{name}/{verb}"))
        await self.call(method, request(name=name, request_id=key, **(more or {})))
        tell(done=verb, referral=name)


async def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--address", required=True, help="https://host:port of the referrals service")
    parser.add_argument("--credential", required=True, type=pathlib.Path)
    parser.add_argument("--state", required=True, type=pathlib.Path)
    parser.add_argument("--answer", choices=STEPS, default="accept", help="how far each referral is taken")
    given = parser.parse_args()
    files = [(given.credential / name).read_bytes() for name in ("ca.pem", "agency.key", "agency.pem")]
    credentials = grpc.ssl_channel_credentials(*files)
    # A line that is cut without a word is noticed within 30 s, and looked for again soon after.
    options = [
        ("grpc.keepalive_time_ms", 20_000),
        ("grpc.keepalive_timeout_ms", 10_000),
        ("grpc.max_reconnect_backoff_ms", 2_000),
    ]
    target = given.address.removeprefix("https://")
    async with grpc.aio.secure_channel(target, credentials, options=options) as channel:
        copies = Copies(given.state)
        tell(following=True)
        await Partner(ReferralsServiceStub(channel), copies, STEPS[given.answer]).follow()


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        pass
