import { Group, Stack, Text } from "@mantine/core";
import { notJudgedInWords, type RankedStep } from "@rolecall/domain";
import { LinkText, SectionCard, StatusBadge } from "@rolecall/ui";
import { readOverview } from "../../../rooms/accounts/read-overview.ts";
import { FINDINGS } from "../../../rooms/address/findings.ts";
import { MIGRATIONS } from "../../../rooms/address/migration.ts";
import { SeverityBadge } from "../../../rooms/findings/severity-badge.tsx";
import { serverApi } from "../../../server/api.ts";
import classes from "./next-steps.module.css";

const hrefOf = ({ source }: RankedStep, awsAccountId: string | null): string =>
  source.kind === "findings"
    ? FINDINGS.href({ checkId: source.checkId, status: "open", awsAccountId })
    : MIGRATIONS.href({ stage: source.stage, awsAccountId, sort: "dueOn" });

function FirstObject({ step: { first, count } }: { step: RankedStep }) {
  if (!first) return null;
  return (
    <Text size="xs" c="dimmed" className={classes.first}>
      {count > 1 ? "First " : ""}
      <LinkText href={first.path} inherit underline="always">
        {first.name}
      </LinkText>{" "}
      in {first.accountName}, {first.owner === null ? "without an owner" : `owner ${first.owner}`}
    </Text>
  );
}

function Step({ step, awsAccountId }: { step: RankedStep; awsAccountId: string | null }) {
  return (
    <li className={classes.step}>
      <Stack gap={2} miw={0}>
        <Group gap="xs" wrap="wrap">
          <LinkText href={hrefOf(step, awsAccountId)} fw={600} size="sm">
            {step.what}
          </LinkText>
          {step.source.kind === "findings" && <SeverityBadge severity={step.severity} />}
          {step.isSafe && <StatusBadge tone="positive">Safe now</StatusBadge>}
        </Group>
        <Text size="sm">{step.why}.</Text>
        <FirstObject step={step} />
      </Stack>
    </li>
  );
}

/** What to do first, by rank: what is done in minutes and stops nothing comes before what is hard. */
export async function NextSteps({ awsAccountId }: { awsAccountId: string | null }) {
  const { accounts } = await readOverview(awsAccountId);
  if (accounts.total === 0) return null;
  const api = await serverApi();
  const { steps, more, accountsNotJudged } = await api.nextSteps.list({ awsAccountId: awsAccountId ?? undefined });
  const notJudged = notJudgedInWords(accountsNotJudged);
  return (
    <SectionCard title="Do next">
      {steps.length > 0 && (
        <ol className={classes.steps}>
          {steps.map((step) => (
            <Step key={step.what} step={step} awsAccountId={awsAccountId} />
          ))}
        </ol>
      )}
      {steps.length === 0 && notJudged === null && (
        <Text size="sm">Nothing waits for anybody. New findings and migrations come here by their rank.</Text>
      )}
      {notJudged && (
        <Text size="sm" mt={steps.length > 0 ? "sm" : 0}>
          {notJudged}
        </Text>
      )}
      {more > 0 && (
        <Text size="xs" c="dimmed" mt="sm">
          {more} more {more === 1 ? "kind of step waits" : "kinds of steps wait"} in{" "}
          <LinkText href={FINDINGS.href({ status: "open", awsAccountId })} inherit underline="always">
            the findings
          </LinkText>{" "}
          and in{" "}
          <LinkText href={MIGRATIONS.href({ awsAccountId })} inherit underline="always">
            the migration
          </LinkText>
          .
        </Text>
      )}
    </SectionCard>
  );
}
