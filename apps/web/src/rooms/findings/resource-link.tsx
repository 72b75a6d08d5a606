import type { Finding } from "@rolecall/domain";
import { LinkText } from "@rolecall/ui";
import { hrefOf } from "../address/href.ts";
import type { Moment } from "../as-of/moment.ts";
import { subjectPath } from "../words/subjects.ts";

type ResourceLinkProps = {
  resource: Pick<Finding, "subject" | "subjectId" | "awsAccountId" | "resourceName">;
  /** Null: now, whatever the page tells of. */
  moment: Moment | null;
};

/** Leads to what failed a check. An account has no past of its own to look at. */
export function ResourceLink({ resource, moment }: ResourceLinkProps) {
  const asOf = resource.subject === "account" ? null : moment?.day;
  return (
    <LinkText inherit href={hrefOf(subjectPath(resource), { asOf })} style={{ overflowWrap: "anywhere" }}>
      {resource.resourceName}
    </LinkText>
  );
}
