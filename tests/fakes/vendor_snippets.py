"""The snippets of the vendor's page about ticket creation, verbatim."""

from __future__ import annotations

VENDOR = "https://supportdesk.innovartx.com/api/v1"
CURL = r"""
curl -X POST https://supportdesk.innovartx.com/api/v1/tickets/api-create \
-H "X-API-Key: $SUPPORTDESK_API_KEY" \
-H "Content-Type: application/json" \
-d '{
"customerExternalId": "user_42",
"subject": "Paiement échoué pour la commande #12345",
"description": "La tentative de paiement a échoué avec le code CARD_DECLINED. Le client a été notifié par email.",
"priority": "HIGH",
"metadata": { "orderId": "12345", "amount": 99.9 }
}'
"""  # noqa: E501
NODE = """
await fetch('https://supportdesk.innovartx.com/api/v1/tickets/api-create', {
method: 'POST',
headers: {
'X-API-Key': process.env.SUPPORTDESK_API_KEY,
'Content-Type': 'application/json',
},
body: JSON.stringify({
customerExternalId: 'user_42',
subject: 'Paiement échoué pour la commande #12345',
description: 'La tentative de paiement a échoué…',
priority: 'HIGH',
metadata: { orderId: '12345', amount: 99.9 },
}),
});
"""
PYTHON = """
import os, requests
requests.post(
'https://supportdesk.innovartx.com/api/v1/tickets/api-create',
headers={'X-API-Key': os.environ['SUPPORTDESK_API_KEY']},
json={
'customerExternalId': 'user_42',
'subject': 'Paiement échoué pour la commande #12345',
'description': 'La tentative de paiement a échoué…',
'priority': 'HIGH',
'metadata': {'orderId': '12345', 'amount': 99.9},
},
)
"""
PHP = """
$ch = curl_init('https://supportdesk.innovartx.com/api/v1/tickets/api-create');
curl_setopt_array($ch, [
CURLOPT_POST => true,
CURLOPT_POSTFIELDS => json_encode([
'customerExternalId' => 'user_42',
'subject' => 'Paiement échoué pour la commande #12345',
'description' => 'La tentative de paiement a échoué…',
'priority' => 'HIGH',
'metadata' => ['orderId' => '12345', 'amount' => 99.9],
]),
CURLOPT_HTTPHEADER => [
'X-API-Key: ' . getenv('SUPPORTDESK_API_KEY'),
'Content-Type: application/json',
],
CURLOPT_RETURNTRANSFER => true,
]);
curl_exec($ch);
curl_close($ch);
"""
