import { matchesWildcard } from "../../policy/wildcards.ts";
import { LABELLED_OTHERWISE } from "./action-corrections.ts";
import LEVELS from "./action-levels.json" with { type: "json" };
import DATA from "./action-levels-version.json" with { type: "json" };

/** The data set that actions and their access levels are from: one version, and when it was made. */
export const ACTION_DATA: { package: string; version: string; updatedAt: string } = DATA;

/** The actions of a service as bits, from the lowest on in the order of their names: those that only read come first. */
export type ServiceActions = {
  names: readonly string[];
  /** The place of each name, which is in lower case here. */
  places: ReadonlyMap<string, number>;
  all: bigint;
  reads: bigint;
};

type Levels = { reads: string; writes: string };
const TABLE: Readonly<Record<string, Levels>> = LEVELS;
const namesIn = (text: string): string[] => (text === "" ? [] : text.split(" "));

function taken(service: string, { reads, writes }: Levels): ServiceActions {
  const isRead = (name: string) => LABELLED_OTHERWISE.has(`${service}:${name.toLowerCase()}`);
  const changing = namesIn(writes);
  const reading = [...namesIn(reads), ...changing.filter(isRead)];
  const names = [...reading, ...changing.filter((name) => !isRead(name))];
  return {
    names,
    places: new Map(names.map((name, place) => [name.toLowerCase(), place])),
    all: (1n << BigInt(names.length)) - 1n,
    reads: (1n << BigInt(reading.length)) - 1n,
  };
}

/** The services that AWS publishes actions of. */
export const SERVICES: readonly string[] = Object.keys(TABLE);

const services = new Map<string, ServiceActions>();

/** The actions of a service, by its prefix in lower case; null: AWS publishes none. */
export function actionsOf(service: string): ServiceActions | null {
  const known = services.get(service);
  if (known) return known;
  const levels = Object.hasOwn(TABLE, service) ? TABLE[service] : undefined;
  if (!levels) return null;
  const actions = taken(service, levels);
  services.set(service, actions);
  return actions;
}

/** Which actions of a service match a pattern of names in lower case. */
export function matching({ places, all }: ServiceActions, pattern: string): bigint {
  if (/^\*+$/.test(pattern)) return all;
  if (!/[*?]/.test(pattern)) {
    const place = places.get(pattern);
    return place === undefined ? 0n : 1n << BigInt(place);
  }
  let found = 0n;
  for (const [name, place] of places) if (matchesWildcard(pattern, name)) found |= 1n << BigInt(place);
  return found;
}
