import { LinkText } from "@rolecall/ui";
import { hrefOf } from "../../../../rooms/address/href.ts";
import type { Moment } from "../../../../rooms/as-of/moment.ts";
import { Lines } from "../../../../rooms/entity/lines.tsx";

type GroupLinksProps = { groupNames: readonly string[]; awsAccountId: string; moment: Moment };

/** The groups of a user; each links to the groups of that name. */
export function GroupLinks({ groupNames, awsAccountId, moment }: GroupLinksProps) {
  return (
    <Lines values={groupNames} none="none">
      {(name) => (
        <LinkText inherit href={hrefOf("/groups", { q: name, awsAccountId, asOf: moment.day })}>
          {name}
        </LinkText>
      )}
    </Lines>
  );
}
