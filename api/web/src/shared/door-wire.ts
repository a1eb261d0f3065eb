/** The API's JSON about what happens at a door. */

import type { LatLon } from './wire';

/** What a courier has to bring from the recipient's door. */
export type ProofWanted = 'photo' | 'signature' | 'pin' | 'id';

/** An order whose parcels go back to where they are from. */
export interface GoesBack {
  order_id: string;
  is_canceled: boolean;
  address: string;
  contact?: string | null;
  location: LatLon;
  recipient: string;
}
