import type { IamRole, IamUser, PowerView } from "@rolecall/domain";
import { serverApi } from "../../server/api.ts";
import type { Moment } from "../as-of/moment.ts";

/** A privilege, and the policy that grants it; null: the policies have changed since the privilege was judged. */
export type ExplainedPower = { power: PowerView["power"]; reason: string | null };

const explained = (judged: PowerView["power"], { power, reason }: PowerView): ExplainedPower => ({
  power: judged,
  reason: power === judged ? reason : null,
});

/** The privilege of a role, and what grants it. */
export async function readPowerOfRole({ id, power }: IamRole, { asOf }: Moment): Promise<ExplainedPower> {
  const api = await serverApi();
  return explained(power, await api.roles.power({ id, asOf }));
}

/** The privilege of a user, and what grants it. */
export async function readPowerOfUser({ id, power }: IamUser, { asOf }: Moment): Promise<ExplainedPower> {
  const api = await serverApi();
  return explained(power, await api.users.power({ id, asOf }));
}
