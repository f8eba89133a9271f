"""Open the socket that a server listens on."""

import socket


class AddressError(Exception):
    """The process can't listen on its address; the message says what to do."""


def listen(host: str, port: int) -> socket.socket:
    """Open the listening socket first, so that its port is known before anything starts.

    Raises:
        AddressError: The address is in use or not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise AddressError(
            f"Can't listen on {host} port {port}: {error.strerror}. "
            "Choose another port, or 0 for any free one."
        ) from error
    listening.listen()  # connections made before the server runs wait instead of failing
    return listening
