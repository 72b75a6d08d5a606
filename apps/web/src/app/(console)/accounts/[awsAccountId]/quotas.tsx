import { Progress, Text } from "@mantine/core";
import type { AccountSettings } from "@rolecall/domain";
import { KeyValueList, Unknown } from "@rolecall/ui";
import { formatCount } from "@rolecall/ui/format";
import { quotaInWords, splitQuotas, type UsedQuota } from "./quota-words.ts";
import classes from "./quotas.module.css";

/** From this share on, a quota is worth a look. */
const NEARLY_FULL = 0.8;

function Bar({ name, used, quota }: UsedQuota) {
  const share = used / quota;
  const label = quotaInWords(name);
  const amount = `${formatCount(used)} of ${formatCount(quota)}`;
  return (
    <li className={classes.item}>
      <span>{label}</span>
      <span className={classes.amount} data-full={share >= NEARLY_FULL ? "" : undefined}>
        {amount}
        {share >= NEARLY_FULL && ", nearly full"}
      </span>
      <Progress
        className={classes.bar}
        value={Math.min(100, share * 100)}
        size="sm"
        color={share >= NEARLY_FULL ? "red" : undefined}
        aria-label={`${label}: ${amount}`}
      />
    </li>
  );
}

/** How much of each quota is used, fullest first, and the quotas whose use AWS does not report. */
export function Quotas({ quotas }: Pick<AccountSettings, "quotas">) {
  if (!quotas) return <Unknown reason="The account summary could not be read. The table above says why." />;
  const { used, limits } = splitQuotas(quotas);
  return (
    <>
      <ul className={classes.list}>
        {used.map((quota) => (
          <Bar key={quota.name} {...quota} />
        ))}
      </ul>
      {limits.length > 0 && (
        <details className={classes.details}>
          <summary>
            <Text component="span" size="xs">
              Limits of which AWS tells no use ({limits.length})
            </Text>
          </summary>
          <KeyValueList
            items={limits.map(({ name, quota }) => ({
              label: quotaInWords(name),
              value: formatCount(quota),
            }))}
          />
        </details>
      )}
    </>
  );
}
