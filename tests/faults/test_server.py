import signal


def test_a_killed_server_starts_again(server):
    server.start()
    assert server.get("/web/login") == 200
    assert server.stop(signal.SIGKILL) == -signal.SIGKILL
    server.start()
    assert server.get("/web/login") == 200
    assert server.stop() == 0
