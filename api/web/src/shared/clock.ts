/**
 * The co-op's time. A phone may be hours wrong and a demonstration day runs faster than the wall:
 * both are one rule: server time at the moment of asking, plus what passed since, times the speed.
 */
export interface Clock {
  now(): Date;
  readonly speed: number;
}

export interface ClockReading {
  server_ms: number;
  local_ms: number;
  speed: number;
}

export function readClock(answer: { now: string; speed: number }, localMs: number): ClockReading {
  return { server_ms: Date.parse(answer.now), local_ms: localMs, speed: answer.speed };
}

export function clockFrom(reading: ClockReading, local: () => number = () => Date.now()): Clock {
  return {
    speed: reading.speed,
    now: () => new Date(reading.server_ms + (local() - reading.local_ms) * reading.speed),
  };
}
