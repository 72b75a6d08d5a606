import { DateText, LinkButton, PartialNotice } from "@rolecall/ui";
import type { Moment } from "./moment.ts";

/** Says that a page shows the past, and links to the present; nothing on a page of the present. */
export function AsOfBanner({ moment, nowHref }: { moment: Moment; nowHref: string }) {
  if (!moment.asOf) return null;
  return (
    <PartialNotice
      tone="info"
      title="You are looking at the past"
      actions={
        <LinkButton href={nowHref} size="xs" variant="default">
          Back to now
        </LinkButton>
      }
    >
      Inventory as it was known on <DateText at={moment.asOf} withTime />. Ages, deadlines and states are judged at that
      instant.
    </PartialNotice>
  );
}
