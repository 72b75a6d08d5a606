import { Text } from "@mantine/core";
import type { Credential } from "@rolecall/domain";
import { DateText, LinkText, Unknown } from "@rolecall/ui";
import { hrefOf } from "../address/href.ts";
import type { Moment } from "../as-of/moment.ts";
import { ownerName } from "./credential-labels.ts";

/** The day by which the credential must be rotated or replaced. */
export function Deadline({ deadlineAt, state, ageDays, expiresAt }: Credential) {
  const isExpiry = deadlineAt !== null && deadlineAt.getTime() === expiresAt?.getTime();
  return (
    <>
      {deadlineAt && <DateText at={deadlineAt} />}
      {!deadlineAt &&
        (state !== "ended" && ageDays === null ? <Unknown reason="Without an age there is no deadline." /> : "none")}
      {expiresAt && (
        <Text size="xs" c="dimmed" style={{ whiteSpace: "nowrap" }}>
          {isExpiry ? (
            "it expires then"
          ) : (
            <>
              expires <DateText at={expiresAt} />
            </>
          )}
        </Text>
      )}
    </>
  );
}

type OwnerLinkProps = { credential: Credential; moment: Moment; colour?: "inherit" };

/** The owner of a credential; a user's name links to the user. */
export function OwnerLink({ credential, moment, colour }: OwnerLinkProps) {
  const name = ownerName(credential);
  if (!credential.userRecordId) return name;
  return (
    <LinkText
      href={hrefOf(`/users/${credential.userRecordId}`, { asOf: moment.day })}
      {...(colour ? { c: colour } : {})}
      inherit
    >
      {name}
    </LinkText>
  );
}
