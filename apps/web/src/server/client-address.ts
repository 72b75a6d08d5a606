import { type BlockList, isIP } from "node:net";
import { env } from "./env.ts";
import { PEER_HEADER } from "./peer-address.ts";
import { familyOf } from "./trusted-proxies.ts";

/** An IPv4 address as such, also where the socket writes it as an IPv6 one. */
const plain = (address: string): string => address.trim().replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, "");

/** Who has an IPv6 network has all its addresses: they count as one. */
function countedAs(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = "", tail] = address.toLowerCase().split("%")[0]?.split("::") ?? [];
  const groups = head.split(":").filter(Boolean);
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(":").filter(Boolean).length;
  const whole = [...groups, ...Array.from({ length: missing }, () => "0"), ...(tail ?? "").split(":").filter(Boolean)];
  return `${whole
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":")}::/64`;
}

/**
 * The address that a request came from: the other end of the connection. Only where that is a proxy that is trusted, it is what the
 * proxy says in X-Forwarded-For, and so on for the proxy before it; what stands further left are the client's own claims.
 */
export function addressOf(headers: Headers, trusted: BlockList): string {
  const forwarded = (headers.get("x-forwarded-for") ?? "").split(",").map(plain);
  let address = plain(headers.get(PEER_HEADER) ?? "");
  while (isIP(address) && trusted.check(address, familyOf(address))) {
    const before = forwarded.pop() ?? "";
    if (isIP(before) === 0) break;
    address = before;
  }
  return isIP(address) ? countedAs(address) : "unknown";
}

/** @see addressOf */
export const clientAddress = (headers: Headers): string => addressOf(headers, env().ROLECALL_TRUSTED_PROXIES);
