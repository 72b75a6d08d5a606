import { BlockList, isIP } from "node:net";
import { z } from "zod";

/** As a list of networks has it. */
export const familyOf = (address: string): "ipv4" | "ipv6" => (isIP(address) === 4 ? "ipv4" : "ipv6");

function addProxy(list: BlockList, text: string): boolean {
  const [address = "", bits] = text.split("/");
  const most = isIP(address) === 4 ? 32 : 128;
  if (isIP(address) === 0 || !(bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most))) return false;
  if (bits === undefined) list.addAddress(address, familyOf(address));
  else list.addSubnet(address, Number(bits), familyOf(address));
  return true;
}

/** Addresses and networks of proxies, apart by commas: `10.0.0.0/8, 2001:db8::1`. */
export const TrustedProxies = z.string().transform((text, context) => {
  const list = new BlockList();
  for (const entry of text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean)) {
    if (!addProxy(list, entry))
      context.addIssue(`${JSON.stringify(entry)} is no address and no network. Example: 10.0.0.0/8`);
  }
  return list;
});
