import type { Calendar } from "../clockwork/calendar.ts";
import type { AccountEvent } from "../events/account-event.ts";
import { trailOf } from "../events/trail.ts";
import type { AccountChange, ChangeKind } from "../story/account-changes.ts";
import type { Change, Changes } from "./change.ts";
import { GROUP_AND_POLICY_CHANGES } from "./changes-of-groups-and-policies.ts";
import { PROVIDER_AND_CERTIFICATE_CHANGES } from "./changes-of-providers-and-certificates.ts";
import { ROLES_ANYWHERE_CHANGES } from "./changes-of-roles-anywhere.ts";

const TIME_OF_DAY = 0.3;

const CHANGES: Changes<ChangeKind> = {
  ...PROVIDER_AND_CERTIFICATE_CHANGES,
  ...GROUP_AND_POLICY_CHANGES,
  ...ROLES_ANYWHERE_CHANGES,
};

export function accountChangeEvent(calendar: Calendar, change: AccountChange): AccountEvent {
  const { account, day, kind } = change;
  // The row of a kind takes changes of that kind.
  const { what, calls, apply } = (CHANGES[kind] as (change: AccountChange) => Change)(change);
  const at = calendar.workingInstant(day + TIME_OF_DAY);
  const trail = trailOf({ account, label: what }, day, calls);
  return { account, at, what, apply: (held) => apply(held, at), trail };
}
