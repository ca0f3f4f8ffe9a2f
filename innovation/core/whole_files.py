"""The broker in a folder, without its one race: a message appears whole or not at all.

kombu's own channel opens the file under its final name and fills it afterwards; a worker that looks
in between reads nothing, fails to decode it and ends.
"""

import os
import time
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        """Named by the time of day, so that the order holds after the machine starts anew."""
        name = f"{time.time_ns():020d}_{uuid.uuid4()}.{queue}.msg"
        # Readers look for the queue after the first dot; a leading dot hides the draft from them.
        target = Path(self.data_folder_out, name)
        draft = target.with_name(f".{name}")
        try:
            draft.write_text(dumps(payload))
            os.replace(draft, target)
        except OSError as error:
            with suppress(OSError):
                draft.unlink()
            raise ChannelError(f"The message cannot be written to {target.parent}") from error


class Transport(filesystem.Transport):
    Channel = Channel
