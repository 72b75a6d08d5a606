import { LinkText } from "@rolecall/ui";
import { hrefOf } from "../../../rooms/address/href.ts";
import type { Moment } from "../../../rooms/as-of/moment.ts";

/** A role of which only the name is known: links to the roles of that name. */
export function RoleLink({
  awsAccountId,
  roleName,
  moment,
}: {
  awsAccountId: string;
  roleName: string;
  moment: Moment;
}) {
  return (
    <LinkText inherit href={hrefOf("/roles", { q: roleName, awsAccountId, asOf: moment.day })}>
      {roleName}
    </LinkText>
  );
}
