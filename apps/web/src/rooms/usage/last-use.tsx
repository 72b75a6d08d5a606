import type { Credential } from "@rolecall/domain";
import { AgeText, Unknown } from "@rolecall/ui";

type LastUseProps = {
  lastUse: Credential["lastUse"];
  lastUsedAt: Date | null;
  now: Date;
  /** What "never" means for this kind of thing. */
  never?: string;
  /** False where AWS tells of no use of such a thing to anybody. */
  isTracked?: boolean;
};

/** When something was last used: at a time, never, or not known, which are three answers. */
export function LastUse({ lastUse, lastUsedAt, now, never = "never", isTracked = true }: LastUseProps) {
  if (lastUse === "at" && lastUsedAt) return <AgeText at={lastUsedAt} now={now} />;
  if (lastUse === "never") return never;
  return (
    <Unknown
      reason={
        isTracked
          ? "AWS did not tell when it was last used: the permission is missing, or AWS does not track it."
          : "AWS does not track the use of this kind of credential."
      }
    />
  );
}
