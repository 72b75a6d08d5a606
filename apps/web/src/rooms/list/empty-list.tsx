import { EmptyState, LinkButton } from "@rolecall/ui";
import type { ReactNode } from "react";
import { readOverview } from "../accounts/read-overview.ts";

type EmptyListProps = {
  /** Plural of what is listed. */
  noun: string;
  filtered: boolean;
  /** The list without filters. */
  href: string;
  /** What it means that everything was read and no row exists. */
  none: string;
  /** The UTC day of the past that the list shows; null: it shows the present. */
  asOf?: string | null;
};

type NoMatchProps = Pick<EmptyListProps, "noun" | "href"> & { description?: string; actions?: ReactNode };

/** The filters leave all rows out. */
export function NoMatch({ noun, href, description, actions }: NoMatchProps) {
  return (
    <EmptyState
      title={`No ${noun} match these filters`}
      description={description ?? "Take a filter away, or look at all of them."}
      actions={
        <>
          {actions}
          <LinkButton href={href} variant="default">
            Clear the filters
          </LinkButton>
        </>
      }
    />
  );
}

/** Why a list has no rows: the filters leave them out, nothing has been scanned yet, or none exists. */
export async function EmptyList({ noun, filtered, href, none, asOf = null }: EmptyListProps) {
  const { accounts } = await readOverview(null);
  if (accounts.total === 0) {
    return (
      <EmptyState
        title="No account is connected yet"
        description={`Connect an AWS account to see its ${noun}.`}
        actions={<LinkButton href="/connections/new">Connect an account</LinkButton>}
      />
    );
  }
  if (accounts.scanned === 0) {
    return (
      <EmptyState
        title="Nothing has been scanned yet"
        description={`The ${noun} appear here as soon as the first scan has landed.`}
        actions={
          <LinkButton href="/accounts" variant="default">
            See the accounts
          </LinkButton>
        }
      />
    );
  }
  if (filtered) return <NoMatch noun={noun} href={href} />;
  if (asOf !== null) {
    return (
      <EmptyState
        title={`No ${noun} were known then`}
        description={`By the end of ${asOf} no scan had found any: there were none, or none had been read yet.`}
      />
    );
  }
  return <EmptyState title={`No ${noun}`} description={none} />;
}
