import { Progress, Text } from "@mantine/core";
import type { Replay } from "@rolecall/domain";
import { LiveRefresh } from "../block/live-refresh.tsx";
import { replayInWords, replayPercent } from "./replay-words.ts";

/** Days come in faster than anybody reads, and each refresh costs the machine that replays them. */
const REFRESH_MS = 5_000;

/** How far the replay of the tenant's history is, above every page. It follows the replay, and the page with it. */
export function ReplayBar({ replay }: { replay: Replay }) {
  return (
    <div role="status">
      <Text size="sm" mb={6}>
        {replayInWords(replay)}
      </Text>
      <Progress
        value={replayPercent(replay)}
        color={replay.isStopped ? "orange" : undefined}
        mb="lg"
        aria-label="History loaded"
      />
      <LiveRefresh everyMs={REFRESH_MS} />
    </div>
  );
}
