import { closeDesk } from './global-setup';

export default closeDesk;
