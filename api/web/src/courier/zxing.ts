import {
  BinaryBitmap,
  DecodeHintType,
  HybridBinarizer,
  MultiFormatReader,
  RGBLuminanceSource,
} from '@zxing/library';

const WIDTH = 800;

const reader = new MultiFormatReader();
reader.setHints(new Map([[DecodeHintType.TRY_HARDER, true]]));
const canvas = document.createElement('canvas');

/** How bright each pixel is; of red, green and blue the eye sees green best. */
function brightnessOf(pixels: Uint8ClampedArray): Uint8ClampedArray {
  const found = new Uint8ClampedArray(pixels.length / 4);
  for (let index = 0; index < found.length; index += 1) {
    const [red = 0, green = 0, blue = 0] = pixels.subarray(index * 4, index * 4 + 3);
    found[index] = (red + 2 * green + blue) / 4;
  }
  return found;
}

/** The code in a camera's picture, if there is one that can be read. */
export function readCode(video: HTMLVideoElement): string[] {
  const scale = Math.min(1, WIDTH / video.videoWidth);
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (!pen || video.videoWidth === 0) return [];
  pen.drawImage(video, 0, 0, canvas.width, canvas.height);
  const { data, width, height } = pen.getImageData(0, 0, canvas.width, canvas.height);
  try {
    const source = new RGBLuminanceSource(brightnessOf(data), width, height);
    return [reader.decodeWithState(new BinaryBitmap(new HybridBinarizer(source))).getText()];
  } catch {
    return []; // most pictures show no code
  } finally {
    reader.reset();
  }
}
