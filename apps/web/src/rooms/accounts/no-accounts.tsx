import { EmptyState, LinkButton } from "@rolecall/ui";
import { IconPlugConnected } from "@tabler/icons-react";

/** Shown instead of figures until an account is connected. */
export function NoAccounts() {
  return (
    <EmptyState
      icon={<IconPlugConnected size={24} />}
      title="Connect your first AWS account"
      description="Rolecall reads users, keys and roles through a read-only role that you create in your account. It takes about three minutes, and nothing is ever changed there."
      actions={<LinkButton href="/connections/new">Connect an account</LinkButton>}
    />
  );
}
