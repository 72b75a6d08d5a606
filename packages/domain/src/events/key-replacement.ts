import { CredentialStatus } from "../inventory/credential.ts";
import { bornAt, isEndOfUse, type KeyBirth, successorOf } from "../rules/rotation/key-rotation.ts";
import type { Replacement, SeenChange } from "./event-entry.ts";

const statusIn = (content: SeenChange["before"]): CredentialStatus | null =>
  CredentialStatus.safeParse(content?.status).data ?? null;

/** Whether an access key that was active ends. */
export const endsActiveKey = ({ subject, change, before, after }: Omit<SeenChange, "replacedBy">): boolean =>
  subject === "credential" &&
  after.kind === "access_key" &&
  change !== "created" &&
  isEndOfUse(statusIn(before), change === "removed" ? null : statusIn(after));

/** One of the access keys of a user as it is when one of them ends; status null: it is gone. */
export type KeyOfUser = KeyBirth & { id: string; accessKeyId: string | null; status: CredentialStatus | null };

/** Which of a user's keys has replaced the one that ends; null: it was not rotated. */
export function replacementOf(endedId: string, keys: readonly KeyOfUser[]): Replacement | null {
  const ended = keys.find(({ id }) => id === endedId);
  const active = keys.filter(({ id, status }) => id !== endedId && status === "active");
  const successor = ended ? successorOf(ended, active) : null;
  return successor && { accessKeyId: successor.accessKeyId, createdAt: bornAt(successor) };
}
