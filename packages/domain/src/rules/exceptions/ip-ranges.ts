import { z } from "zod";

/** Addresses from first to last, as numbers, of one version of IP. */
type IpRange = { version: 4 | 6; first: bigint; last: bigint };

const Address = { 4: z.ipv4(), 6: z.ipv6() };
const BITS = { 4: 32, 6: 128 } as const;

const ipv4Number = (address: string): bigint =>
  address.split(".").reduce((number, part) => (number << 8n) | BigInt(part), 0n);

/** The last 32 bits may be written as in IP version 4. */
function ipv6Groups(text: string): bigint[] {
  if (text === "") return [];
  return text.split(":").flatMap((group) => {
    if (!group.includes(".")) return [BigInt(`0x${group}`)];
    const number = ipv4Number(group);
    return [number >> 16n, number & 0xffffn];
  });
}

function ipv6Number(address: string): bigint {
  const [head = "", tail] = address.split("::");
  const [left, right] = [ipv6Groups(head), ipv6Groups(tail ?? "")];
  const zeros = new Array<bigint>(8 - left.length - right.length).fill(0n);
  return [...left, ...zeros, ...right].reduce((number, group) => (number << 16n) | group, 0n);
}

/**
 * A range in CIDR notation, or one address, as policies hold them under aws:SourceIp. Null: it is none.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress
 */
function readRange(text: string): IpRange | null {
  const [address = "", prefix, ...rest] = text.trim().split("/");
  const version = address.includes(":") ? 6 : 4;
  if (rest.length > 0 || !Address[version].safeParse(address).success) return null;
  const bits = BITS[version];
  if (prefix !== undefined && !(/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits)) return null;
  const hostBits = BigInt(bits - Number(prefix ?? bits));
  const number = version === 4 ? ipv4Number(address) : ipv6Number(address);
  const first = (number >> hostBits) << hostBits;
  return { version, first, last: first | ((1n << hostBits) - 1n) };
}

const inOrder = (a: IpRange, b: IpRange): number => a.version - b.version || (a.first < b.first ? -1 : 1);

/** Ranges that touch or overlap become one, so that two halves hold what reaches over both. */
function merged(ranges: readonly IpRange[]): IpRange[] {
  const whole: IpRange[] = [];
  for (const range of ranges.toSorted(inOrder)) {
    const last = whole.at(-1);
    if (!last || last.version !== range.version || range.first > last.last + 1n) whole.push({ ...range });
    else if (range.last > last.last) last.last = range.last;
  }
  return whole;
}

/** Whether each of the first ranges lies within the second ones together. What is no range lies nowhere. */
export function areWithin(texts: readonly string[], outer: readonly string[]): boolean {
  const bounds = merged(outer.map(readRange).filter((range) => range !== null));
  return texts
    .map(readRange)
    .every(
      (range) =>
        range !== null &&
        bounds.some(
          ({ version, first, last }) => version === range.version && first <= range.first && range.last <= last,
        ),
    );
}
