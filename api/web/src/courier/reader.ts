/** Reads the codes in a picture of a camera. */
export type Read = (video: HTMLVideoElement) => Promise<string[]>;

interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
type DetectorClass = new () => Detector;

/** The browser's own reader where there is one, else one of ours, which is loaded then. */
export async function openReader(): Promise<Read> {
  const Own = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  if (Own) {
    try {
      const detector = new Own();
      return async (video) => (await detector.detect(video)).map(({ rawValue }) => rawValue);
    } catch {
      // Some systems have the name and no reader behind it.
    }
  }
  const { readCode } = await import('./zxing');
  return (video) => Promise.resolve(readCode(video));
}

/** Fetches our reader while there is a network, where the browser has none of its own. */
export function keepReader(): void {
  if ('BarcodeDetector' in globalThis) return;
  import('./zxing').catch(() => undefined);
}
