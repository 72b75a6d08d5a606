import { Text } from "@mantine/core";
import type { Entrance, RoleChain, TrustMap } from "@rolecall/domain";
import { LinkText, SectionCard } from "@rolecall/ui";
import { formatCount } from "@rolecall/ui/format";
import { GradeBadge } from "../../../rooms/access/grade-badge.tsx";
import { PowerBadge } from "../../../rooms/access/power-badge.tsx";
import classes from "./trust-map.module.css";

/** At most so many are shown; the others are folded. */
const OPEN_CHAINS = 20;

const keyOf = ({ from, steps }: RoleChain): string => [from, ...steps.map(({ roleId }) => roleId)].join(" ");

function Step({ step }: { step: Entrance }) {
  return (
    <li className={classes.step}>
      <div className={classes.stepBox}>
        <div className={classes.entrance}>
          <LinkText inherit href={`/roles/${step.roleId}`}>
            {step.roleName}
          </LinkText>
          <GradeBadge grade={step.grade} />
          <PowerBadge power={step.power} />
        </div>
        <Text size="xs" c="dimmed">
          {step.accountName} ({step.awsAccountId})
        </Text>
      </div>
    </li>
  );
}

function Chain({ chain }: { chain: RoleChain }) {
  return (
    <li className={classes.chain}>
      <ol className={classes.steps}>
        <li className={classes.step}>
          <div className={classes.stepBox}>{chain.from}</div>
        </li>
        {chain.steps.map((step) => (
          <Step key={step.roleId} step={step} />
        ))}
      </ol>
      <p className={classes.reason}>{chain.reason}</p>
    </li>
  );
}

const list = (chains: readonly RoleChain[]) => (
  <ol className={classes.chains}>
    {chains.map((chain) => (
      <Chain key={keyOf(chain)} chain={chain} />
    ))}
  </ol>
);

type ChainListProps = Pick<TrustMap, "chains" | "chainsLeftOut" | "chainRolesLeftOut"> & { filtered: boolean };

/** Paths that lead from one role to the next, across accounts. */
export function ChainList({ chains, chainsLeftOut, chainRolesLeftOut, filtered }: ChainListProps) {
  const folded = chains.slice(OPEN_CHAINS);
  return (
    <SectionCard
      title="Ways that go on"
      description="A role that is entered may assume the next one, in another account. Each step needs the first role's policy and the second one's trust."
    >
      {chains.length === 0 ? (
        <Text size="sm">{filtered ? "No such way matches these filters." : "No way goes on from role to role."}</Text>
      ) : (
        list(chains.slice(0, OPEN_CHAINS))
      )}
      {folded.length > 0 && (
        <details className={classes.more}>
          <summary>and {formatCount(folded.length)} more ways</summary>
          {list(folded)}
        </details>
      )}
      {chainsLeftOut > 0 && (
        <Text size="sm" c="dimmed" mt="sm">
          At least {formatCount(chainsLeftOut)} further ways were found and are not listed.
        </Text>
      )}
      {chainRolesLeftOut > 0 && (
        <Text size="sm" c="dimmed" mt="sm">
          {formatCount(chainRolesLeftOut)} further roles may be part of such ways and were not looked at: there are too
          many.
        </Text>
      )}
    </SectionCard>
  );
}
