import type { PermissionSet } from "@rolecall/domain";
import { Unknown } from "@rolecall/ui";
import { hoursText } from "../../../rooms/words/durations.ts";

/** How long a session of a permission set lasts. */
export function SessionDuration({ sessionDurationSeconds }: Pick<PermissionSet, "sessionDurationSeconds">) {
  if (sessionDurationSeconds === null) return <Unknown reason="Its session duration could not be read." />;
  return hoursText(sessionDurationSeconds);
}
