import type { EmulatedAccessKey, EmulatedRole, EmulatedUser, World, WorldState } from "@rolecall/aws-emulator";
import { DAYS_PER_MONTH } from "./clockwork/calendar.ts";
import { type ExampleOrganisationOptions, exampleOrganisation } from "./example-organisation.ts";

/** What the tests of the example organisation share: it is built once, and looked at when each of its months ends. */

const MS_PER_DAY = 86_400_000;
const KEY_AGE_LIMIT_DAYS = 90;

export const ENDS_AT = new Date("2026-11-22T09:30:00Z");
export const VENDOR = {
  awsAccountId: "111122223333",
  roleName: "rolecall-inventory",
  accessKeyId: "AKIAVENDOR",
  secretAccessKey: "secret",
};
export const READER_ACTIONS = [
  "iam:GetAccountAuthorizationDetails",
  "iam:ListRoles",
  "iam:ListVirtualMFADevices",
  "iam:ListMFADevices",
];

export const build = (over: Partial<ExampleOrganisationOptions> = {}): World =>
  exampleOrganisation({ endsAt: ENDS_AT, vendor: VENDOR, readerActions: READER_ACTIONS, ...over });

/** The world at several instants, in order. Each state is a copy. */
export function statesAt(world: World, instants: readonly Date[]): WorldState[] {
  const state = world.initial();
  let next = 0;
  return instants.map((now) => {
    for (let event = world.events[next]; event && event.at <= now; event = world.events[next]) {
      event.apply(state);
      next += 1;
    }
    return structuredClone(state);
  });
}

export const world = build();

/** The beginning and the ends of the twelve months. */
export const instants = Array.from(
  { length: 13 },
  (_, month) => new Date(ENDS_AT.getTime() - (12 - month) * DAYS_PER_MONTH * MS_PER_DAY),
);
export const months = statesAt(world, instants);

export const accountsOf = (state: WorldState) => [...state.accounts.values()];
export const usersOf = (state: WorldState): EmulatedUser[] =>
  accountsOf(state).flatMap(({ users }) => [...users.values()]);
export const rolesOf = (state: WorldState): EmulatedRole[] =>
  accountsOf(state).flatMap(({ roles }) => [...roles.values()]);
export const keysOf = (state: WorldState): EmulatedAccessKey[] =>
  usersOf(state).flatMap(({ accessKeys }) => accessKeys);
export const activeKeys = (state: WorldState) => keysOf(state).filter(({ status }) => status === "Active");
export const overdueKeys = (state: WorldState, now: Date) =>
  activeKeys(state).filter(({ createdAt }) => now.getTime() - createdAt.getTime() > KEY_AGE_LIMIT_DAYS * MS_PER_DAY);
