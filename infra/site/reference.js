/** The page of the API: named when it is first opened. */
import { ApiOperation } from './components/api-operation.js';
import { ApiView } from './views/api-view.js';

customElements.define('api-operation', ApiOperation);
customElements.define('api-view', ApiView);
