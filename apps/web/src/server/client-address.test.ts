import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { addressOf } from "./client-address.ts";
import { PEER_HEADER, tellPeerAddresses } from "./peer-address.ts";
import { TrustedProxies } from "./trusted-proxies.ts";

const address = (peer: string, forwarded: string | null, trusted = "") =>
  addressOf(
    new Headers({ [PEER_HEADER]: peer, ...(forwarded === null ? {} : { "x-forwarded-for": forwarded }) }),
    TrustedProxies.parse(trusted),
  );

it.each([
  ["203.0.113.9", null, "", "203.0.113.9"],
  // Nobody is trusted: what a client claims counts for nothing.
  ["203.0.113.9", "198.51.100.1", "", "203.0.113.9"],
  ["127.0.0.1", "198.51.100.1", "", "127.0.0.1"],
  ["203.0.113.9", "198.51.100.1", "10.0.0.0/8", "203.0.113.9"],
  // One proxy: its own entry counts, those before it are claims.
  ["10.1.2.3", "198.51.100.1", "10.0.0.0/8", "198.51.100.1"],
  ["10.1.2.3", "192.0.2.66, 198.51.100.1", "10.0.0.0/8", "198.51.100.1"],
  ["::ffff:10.1.2.3", "198.51.100.1", "10.0.0.0/8", "198.51.100.1"],
  // Two proxies.
  ["10.1.2.3", "192.0.2.66, 198.51.100.1, 10.9.9.9", "10.0.0.0/8", "198.51.100.1"],
  ["10.1.2.3", "192.0.2.66, 10.9.9.9", "10.1.2.3", "10.9.9.9"],
  // A trusted proxy that says nothing, or nonsense, is what is known.
  ["10.1.2.3", null, "10.0.0.0/8", "10.1.2.3"],
  ["10.1.2.3", "<script>", "10.0.0.0/8", "10.1.2.3"],
  ["10.1.2.3", "198.51.100.1,", "10.0.0.0/8", "10.1.2.3"],
  // An IPv6 network counts as one address.
  ["2001:db8:1:2:aaaa::1", null, "", "2001:db8:1:2::/64"],
  ["2001:db8:1:2:bbbb:cccc:dddd:eeee", null, "", "2001:db8:1:2::/64"],
  ["2001:0db8::1", null, "", "2001:db8:0:0::/64"],
  ["fe80::1%eth0", null, "", "fe80:0:0:0::/64"],
  ["::1", "2001:db8:9::7", "::1, 127.0.0.1", "2001:db8:9:0::/64"],
  ["", "198.51.100.1", "", "unknown"],
])("connected from %j, forwarded for %j, trusting %j: %s", (peer, forwarded, trusted, expected) => {
  expect(address(peer, forwarded, trusted)).toBe(expected);
});

it.each(["10.0.0.0/33", "proxy.example", "10.0.0", "10.0.0.0/", "::1/129", "10.0.0.1 10.0.0.2"])(
  "%j is no proxy",
  (text) => {
    expect(TrustedProxies.safeParse(text).success).toBe(false);
  },
);

it("who is connected is told by the server, whatever the client says", async () => {
  tellPeerAddresses();
  const server = createServer((received, response) => response.end(received.headers[PEER_HEADER]));
  await once(server.listen(0, "127.0.0.1"), "listening");
  try {
    const asked = request({
      port: (server.address() as AddressInfo).port,
      host: "127.0.0.1",
      headers: { [PEER_HEADER]: "198.51.100.1" },
    });
    const [answer] = await once(asked.end(), "response");
    expect(await answer.setEncoding("utf8").reduce((text: string, part: string) => text + part, "")).toBe("127.0.0.1");
  } finally {
    server.close();
  }
});
