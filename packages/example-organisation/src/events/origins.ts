import type { UsageOrigin } from "@rolecall/aws-emulator";
import { numberOf } from "../clockwork/ids.ts";
import { CALLS } from "../story/calls.ts";

/** The program and the address that calls come from: always the same for one label. */
export function originOf(kind: string, label: string): UsageOrigin {
  const { userAgents, network, addresses, errorCode } = CALLS.origins[kind]!;
  const [first, last] = addresses;
  const number = numberOf("origin", kind, label);
  return {
    userAgent: userAgents[number % userAgents.length]!,
    sourceIpAddress: `${network}.${first + (Math.floor(number / 7) % (last - first + 1))}`,
    ...(errorCode === undefined ? {} : { errorCode }),
  };
}

/** The machine of whom the story says nothing more: a third party's, or one of the company's own. */
export const usualOrigin = (path: string): string => (path === "/vendors/" ? "vendor" : "instance");
