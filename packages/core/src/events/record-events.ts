import { events, type TenantTx } from "@rolecall/db";
import {
  type AnyEvent,
  beginsState,
  type EventOf,
  type StateEventType,
  statesBeside,
  subjectOfState,
} from "@rolecall/domain";
import type { Ctx } from "../context.ts";

/** Writes what came to be true, in the transaction in which it did. */
export const recordEvents = (ctx: Pick<Ctx, "newId">, tx: TenantTx, happened: readonly AnyEvent[]): Promise<void> =>
  events.insertEvents(
    tx,
    happened.map((event) => ({ ...event, id: ctx.newId() })),
  );

type State<Type extends StateEventType> = Pick<EventOf<Type>, "at" | "accountId" | "subjectId" | "facts"> & {
  scanId?: string | null;
};

/** Writes the state in which something was found, if it begins with that: what is found again every day is written once. */
export async function recordState<Type extends StateEventType>(
  ctx: Pick<Ctx, "newId">,
  tx: TenantTx,
  type: Type,
  { scanId = null, ...state }: State<Type>,
): Promise<void> {
  const newest = await events.newestType(tx, state.subjectId, statesBeside(type));
  if (!beginsState(type, newest)) return;
  const event = { ...state, id: ctx.newId(), type, subject: subjectOfState(type), scanId, isFirstSeen: false };
  await events.insertEvents(tx, [event]);
}
