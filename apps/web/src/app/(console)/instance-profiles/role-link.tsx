import { LinkText } from "@rolecall/ui";
import { hrefOf } from "../../../rooms/address/href.ts";
import type { Moment } from "../../../rooms/as-of/moment.ts";

/** A role that is known by name: leads to where roles of that name are found. */
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
