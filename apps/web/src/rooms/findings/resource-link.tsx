import type { Finding } from "@rolecall/domain";
import { LinkText } from "@rolecall/ui";
import { hrefOf } from "../address/href.ts";
import type { Moment } from "../as-of/moment.ts";
import { subjectPath } from "../words/subjects.ts";

type ResourceLinkProps = {
  resource: Pick<Finding, "subject" | "subjectId" | "awsAccountId" | "resourceName">;
  /** Null: the link leads to the present, whatever day the page shows. */
  moment: Moment | null;
};

/** Links to the resource that failed a check. Accounts have no pages of the past. */
export function ResourceLink({ resource, moment }: ResourceLinkProps) {
  const asOf = resource.subject === "account" ? null : moment?.day;
  return (
    <LinkText inherit href={hrefOf(subjectPath(resource), { asOf })} style={{ overflowWrap: "anywhere" }}>
      {resource.resourceName}
    </LinkText>
  );
}
