import { Group } from "@mantine/core";
import type { AwsAccount } from "@rolecall/domain";
import { LinkButton, PartialNotice } from "@rolecall/ui";
import type { ReactNode } from "react";
import { hrefOf } from "../../../../rooms/address/href.ts";

type Props = { account: AwsAccount };

function Uploaded({ account }: Props) {
  return (
    <PartialNotice
      tone="info"
      title="Known by uploaded files"
      actions={
        <Group gap="xs">
          <LinkButton href="/accounts/upload" size="xs" variant="default">
            Upload newer files
          </LinkButton>
          <LinkButton href={hrefOf("/connections/new", { name: account.name })} size="xs">
            Connect it
          </LinkButton>
        </Group>
      }
    >
      It is as old as the files. A connection takes the account over, with all that is known of it, and keeps it fresh.
    </PartialNotice>
  );
}

const NOTICES: Partial<Record<AwsAccount["status"], (props: Props) => ReactNode>> = {
  uploaded: Uploaded,
  failing: ({ account }) =>
    account.statusReason && <PartialNotice title="The last scan failed">{account.statusReason}</PartialNotice>,
  suspended: ({ account }) => (
    <PartialNotice title="Not scanned any more">
      {account.statusReason ?? "Its organisation does not list it as active."}
    </PartialNotice>
  ),
  disconnected: ({ account }) => (
    <PartialNotice
      tone="info"
      title="Disconnected"
      actions={
        <Group gap="xs">
          <LinkButton href="/accounts/upload" size="xs" variant="default">
            Upload files
          </LinkButton>
          <LinkButton href={hrefOf("/connections/new", { name: account.name })} size="xs">
            Connect it again
          </LinkButton>
        </Group>
      }
    >
      {account.statusReason ?? "It is no longer read. What was read before stays."}
    </PartialNotice>
  ),
};

/** What to know about an account first; nothing while it is scanned regularly. */
export function AccountNotice({ account }: Props) {
  const Notice = NOTICES[account.status];
  return Notice ? <Notice account={account} /> : null;
}
