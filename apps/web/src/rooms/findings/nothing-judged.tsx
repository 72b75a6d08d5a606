import { EmptyState, LinkButton } from "@rolecall/ui";

/** Shown where no account has been judged: there is none, or no first scan has landed. */
export function NothingJudged({ accounts, day }: { accounts: number; day: string | null }) {
  if (day !== null) {
    return (
      <EmptyState
        title="No account had been judged then"
        description={`By the end of ${day} no judgement had been made, so nothing can be said of that day.`}
      />
    );
  }
  if (accounts === 0) {
    return (
      <EmptyState
        title="No account is connected yet"
        description="Connect an AWS account: it is judged with its first scan."
        actions={<LinkButton href="/connections/new">Connect an account</LinkButton>}
      />
    );
  }
  return (
    <EmptyState
      title="No account has been judged yet"
      description="That is not the same as no findings: nothing is known. Accounts are judged as soon as their first scan has landed."
      actions={
        <LinkButton href="/accounts" variant="default">
          See the accounts
        </LinkButton>
      }
    />
  );
}
