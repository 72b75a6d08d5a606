import { Text } from "@mantine/core";
import type { AccountSettings } from "@rolecall/domain";
import { KeyValueList, LinkText, StatusBadge, type Tone, Unknown } from "@rolecall/ui";
import { formatAmount } from "@rolecall/ui/format";

type Root = NonNullable<AccountSettings["root"]>;

const NOT_READ = "Neither the account summary nor the credential report told it.";

const MFA_KINDS: Record<Exclude<Root["mfaKind"], null>, string> = {
  none: "none",
  virtual: "virtual device",
  fido: "FIDO key or passkey",
  hardware: "hardware token",
  unknown: "of a kind that was not told",
};

function Verdict({ tone, children }: { tone: Tone; children: string }) {
  return <StatusBadge tone={tone}>{children}</StatusBadge>;
}

function Mfa({ mfaActive, mfaKind }: Root) {
  if (mfaActive === null) return <Unknown reason={NOT_READ} />;
  if (!mfaActive) return <Verdict tone="critical">no MFA</Verdict>;
  return (
    <>
      <Verdict tone="positive">active</Verdict> {MFA_KINDS[mfaKind ?? "unknown"]}
    </>
  );
}

/** A number of something that the root user should not have. */
function Amount({ amount, noun }: { amount: number | null; noun: string }) {
  if (amount === null) return <Unknown reason={NOT_READ} />;
  if (amount === 0) return <Verdict tone="positive">none</Verdict>;
  return <Verdict tone="critical">{formatAmount(amount, noun)}</Verdict>;
}

function Password({ hasPassword }: Root) {
  if (hasPassword === null) return <Unknown reason={NOT_READ} />;
  return hasPassword ? "set" : "none: removed, or managed by the organisation";
}

/** What the root user can sign in with. */
export function RootUser({ root, awsAccountId }: { root: AccountSettings["root"]; awsAccountId: string }) {
  if (!root) return <Unknown reason={NOT_READ} />;
  return (
    <>
      <KeyValueList
        items={[
          { label: "Password", value: <Password {...root} /> },
          { label: "MFA", value: <Mfa {...root} /> },
          { label: "Access keys", value: <Amount amount={root.accessKeys} noun="access key" /> },
          {
            label: "Signing certificates",
            value: <Amount amount={root.signingCertificates} noun="certificate" />,
          },
        ]}
      />
      <Text size="sm" mt="xs">
        <LinkText inherit underline="always" href={`/credentials?awsAccountId=${awsAccountId}&q=root_account`}>
          Its credentials with their age
        </LinkText>
      </Text>
    </>
  );
}
