import { z } from "zod";

/** The story lasts a year. */
export const STORY_DAYS = 365;

/** A day of the story: 0 is its first, 364 its last, and a negative one lies before it. */
export const Day = z.int().max(STORY_DAYS - 1);
