<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="fr_FR">
<context>
    <name>ActionsPresenter</name>
    <message>
        <source>Trop tard pour annuler&#xa0;: {numbers}</source>
        <translation>Too late to undo: {numbers}</translation>
    </message>
    <message>
        <source>{number} marqué traité</source>
        <translation>{number} marked as done</translation>
    </message>
    <message>
        <source>un collègue</source>
        <translation>a colleague</translation>
    </message>
    <message>
        <source>{number} confié à {agent}</source>
        <translation>{number} passed to {agent}</translation>
    </message>
    <message>
        <source>{number} n’a pas été marqué traité</source>
        <translation>{number} was not marked as done</translation>
    </message>
    <message>
        <source>{number} n’a pas été passé</source>
        <translation>{number} was not passed</translation>
    </message>
    <message>
        <source>Ouvrir</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>Ce ticket n’est pas lisible.</source>
        <translation>This ticket cannot be read.</translation>
    </message>
    <message>
        <source>{number} copié en cURL</source>
        <translation>{number} copied as cURL</translation>
    </message>
    <message>
        <source>La clé n’y est pas&#xa0;: elle est lue dans {variable}.</source>
        <translation>The key is not in it: it is read from {variable}.</translation>
    </message>
</context>
<context>
    <name>AppMenu</name>
    <message>
        <source>Menu de l’application</source>
        <translation>Application menu</translation>
    </message>
    <message>
        <source>Clair</source>
        <translation>Light</translation>
    </message>
    <message>
        <source>Sombre</source>
        <translation>Dark</translation>
    </message>
    <message>
        <source>Système</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Apparence</source>
        <translation>Appearance</translation>
    </message>
    <message>
        <source>Langue</source>
        <translation>Language</translation>
    </message>
</context>
<context>
    <name>AvailabilityMenu</name>
    <message>
        <source>Disponibilité</source>
        <translation>Availability</translation>
    </message>
    <message>
        <source>Disponible</source>
        <translation>Available</translation>
    </message>
    <message>
        <source>Absent</source>
        <translation>Away</translation>
    </message>
    <message>
        <source>Absent jusqu’à {time}</source>
        <translation>Away until {time}</translation>
    </message>
    <message>
        <source>Absent 30 min</source>
        <translation>Away 30 min</translation>
    </message>
    <message>
        <source>retour à {time}</source>
        <translation>back at {time}</translation>
    </message>
    <message>
        <source>Absent jusqu’à demain</source>
        <translation>Away until tomorrow</translation>
    </message>
    <message numerus="yes">
        <source>Absent&#xa0;: les nouveaux tickets vont aux autres agents N1. Vos %n tickets restent à vous, le flux et le dépôt continuent.</source>
        <translation>
            <numerusform>Away: new tickets go to the other N1 agents. Your %n ticket stays yours; the feed and filing go on.</numerusform>
            <numerusform>Away: new tickets go to the other N1 agents. Your %n tickets stay yours; the feed and filing go on.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BlindIntervalsModel</name>
    <message>
        <source>Jour</source>
        <translation>Day</translation>
    </message>
    <message>
        <source>Début</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Fin</source>
        <translation>End</translation>
    </message>
    <message>
        <source>Durée</source>
        <translation>Length</translation>
    </message>
    <message>
        <source>Cause</source>
        <translation>Cause</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Issue</source>
        <translation>Outcome</translation>
    </message>
    <message numerus="yes">
        <source>%n coupure(s)</source>
        <translation>
            <numerusform>%n gap</numerusform>
            <numerusform>%n gaps</numerusform>
        </translation>
    </message>
    <message>
        <source>en cours</source>
        <translation>ongoing</translation>
    </message>
    <message>
        <source>relue par liste complète</source>
        <translation>reloaded in full</translation>
    </message>
    <message numerus="yes">
        <source>relue, %n ticket(s)</source>
        <translation>
            <numerusform>reloaded, %n ticket</numerusform>
            <numerusform>reloaded, %n tickets</numerusform>
        </translation>
    </message>
    <message>
        <source>rejouée, rien de neuf</source>
        <translation>replayed, nothing new</translation>
    </message>
    <message numerus="yes">
        <source>rejouée, %n événement(s)</source>
        <translation>
            <numerusform>replayed, %n event</numerusform>
            <numerusform>replayed, %n events</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BurstControl</name>
    <message>
        <source>{tickets} tickets en {seconds} s</source>
        <translation>{tickets} tickets in {seconds} s</translation>
    </message>
    <message>
        <source>tickets en</source>
        <translation>tickets in</translation>
    </message>
    <message>
        <source>secondes</source>
        <translation>seconds</translation>
    </message>
</context>
<context>
    <name>CategoryField</name>
    <message>
        <source>Nouvelle catégorie.</source>
        <translation>New category.</translation>
    </message>
    <message>
        <source>Catégorie</source>
        <translation>Category</translation>
    </message>
    <message>
        <source>Catégories déjà utilisées</source>
        <translation>Categories in use</translation>
    </message>
</context>
<context>
    <name>CauseWords</name>
    <message>
        <source>Connexion perdue sans fermeture</source>
        <translation>Connection lost without closing</translation>
    </message>
    <message>
        <source>Serveur redémarré</source>
        <translation>Server restarted</translation>
    </message>
    <message>
        <source>Position périmée</source>
        <translation>Position out of date</translation>
    </message>
    <message>
        <source>Lecture trop lente, coupée par le serveur</source>
        <translation>Reading too slow, cut by the server</translation>
    </message>
    <message>
        <source>Serveur indisponible</source>
        <translation>Server unavailable</translation>
    </message>
    <message>
        <source>Pas de réseau sur ce poste</source>
        <translation>No network on this computer</translation>
    </message>
    <message>
        <source>Poste en veille</source>
        <translation>Computer asleep</translation>
    </message>
    <message>
        <source>Clé refusée par le serveur</source>
        <translation>Key refused by the server</translation>
    </message>
    <message>
        <source>Aucune clé sur ce poste</source>
        <translation>No key on this computer</translation>
    </message>
    <message>
        <source>Serveur muet, connexion coupée ici</source>
        <translation>Server silent, connection cut here</translation>
    </message>
    <message>
        <source>Désaccord avec le serveur, relecture demandée</source>
        <translation>Disagreement with the server, reload requested</translation>
    </message>
    <message>
        <source>Échange incompris</source>
        <translation>Exchange not understood</translation>
    </message>
    <message>
        <source>Trop de demandes, délai imposé par le serveur</source>
        <translation>Too many requests, delay imposed by the server</translation>
    </message>
    <message>
        <source>Un autre serveur a répondu (portail ou proxy)</source>
        <translation>Another server answered (portal or proxy)</translation>
    </message>
    <message>
        <source>Une page web a répondu à la place du serveur (portail)</source>
        <translation>A web page answered instead of the server (portal)</translation>
    </message>
    <message>
        <source>Refusé par le proxy de ce réseau</source>
        <translation>Refused by the proxy of this network</translation>
    </message>
    <message>
        <source>Proxy inutilisable (HTTPS_PROXY, ALL_PROXY)</source>
        <translation>Unusable proxy (HTTPS_PROXY, ALL_PROXY)</translation>
    </message>
    <message>
        <source>Renvoi vers une autre adresse, non suivi</source>
        <translation>Redirected to another address, not followed</translation>
    </message>
    <message>
        <source>Connexion chiffrée refusée, certificat non reconnu</source>
        <translation>Encrypted connection refused, certificate not recognised</translation>
    </message>
    <message>
        <source>Pas de flux sur ce serveur</source>
        <translation>No feed on this server</translation>
    </message>
    <message>
        <source>Suivi par une autre copie de l’application</source>
        <translation>Followed by another copy of the application</translation>
    </message>
    <message>
        <source>Application fermée</source>
        <translation>Application closed</translation>
    </message>
    <message>
        <source>Données locales impossibles à enregistrer</source>
        <translation>Local data cannot be stored</translation>
    </message>
    <message>
        <source>Reconnexion demandée ici</source>
        <translation>Reconnection requested here</translation>
    </message>
    <message>
        <source>veille</source>
        <translation>asleep</translation>
    </message>
    <message>
        <source>fermée</source>
        <translation>closed</translation>
    </message>
</context>
<context>
    <name>CheckList</name>
    <message>
        <source>Vérifications</source>
        <translation>Checks</translation>
    </message>
    <message>
        <source>Ce qui sera vérifié</source>
        <translation>What will be checked</translation>
    </message>
    <message>
        <source>Aucun ticket n’est créé pendant cette vérification.</source>
        <translation>No ticket is created during this check.</translation>
    </message>
    <message>
        <source>La clé</source>
        <translation>The key</translation>
    </message>
    <message>
        <source>Le flux en direct</source>
        <translation>The live feed</translation>
    </message>
    <message>
        <source>Les notifications</source>
        <translation>Notifications</translation>
    </message>
    <message>
        <source>L’horloge</source>
        <translation>The clock</translation>
    </message>
    <message>
        <source>Vérification…</source>
        <translation>Checking…</translation>
    </message>
    <message>
        <source>Acceptée par le serveur, de type agent, pour la bonne boutique.</source>
        <translation>Accepted by the server, of the agent kind, for the right shop.</translation>
    </message>
    <message>
        <source>S’il existe, vos tickets arrivent seuls, et l’application prouve qu’il n’en manque pas.</source>
        <translation>Where there is one, your tickets arrive by themselves and the application proves that none is missing.</translation>
    </message>
    <message>
        <source>Un essai s’affiche, avec son délai.</source>
        <translation>A test is shown, with its delay.</translation>
    </message>
    <message>
        <source>L’écart avec le serveur est mesuré, pour des heures justes.</source>
        <translation>The offset from the server is measured, so that times are right.</translation>
    </message>
</context>
<context>
    <name>ChoiceWords</name>
    <message>
        <source>Sujet et client</source>
        <translation>Subject and customer</translation>
    </message>
    <message>
        <source>Sujet</source>
        <translation>Subject</translation>
    </message>
    <message>
        <source>Numéro seul</source>
        <translation>Number only</translation>
    </message>
    <message>
        <source>Clair</source>
        <translation>Light</translation>
    </message>
    <message>
        <source>Sombre</source>
        <translation>Dark</translation>
    </message>
    <message>
        <source>Système</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Confortable</source>
        <translation>Comfortable</translation>
    </message>
    <message>
        <source>Compacte</source>
        <translation>Compact</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>Aucun</source>
        <translation>None</translation>
    </message>
    <message>
        <source>après {minutes} minutes</source>
        <translation>after {minutes} minutes</translation>
    </message>
    <message>
        <source>jamais</source>
        <translation>never</translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation>{n} min</translation>
    </message>
    <message>
        <source>{n} h</source>
        <translation>{n} h</translation>
    </message>
    <message>
        <source>{n} j</source>
        <translation>{n} d</translation>
    </message>
    <message>
        <source>Urgente et Critique</source>
        <translation>Urgent and Critical</translation>
    </message>
    <message>
        <source>Toutes</source>
        <translation>All</translation>
    </message>
    <message>
        <source>30 jours</source>
        <translation>30 days</translation>
    </message>
    <message>
        <source>3 mois</source>
        <translation>3 months</translation>
    </message>
    <message>
        <source>6 mois</source>
        <translation>6 months</translation>
    </message>
    <message>
        <source>12 mois</source>
        <translation>12 months</translation>
    </message>
    <message>
        <source>24 mois</source>
        <translation>24 months</translation>
    </message>
</context>
<context>
    <name>ColumnsMenu</name>
    <message>
        <source>Colonnes</source>
        <translation>Columns</translation>
    </message>
    <message>
        <source>Déplacer vers la gauche</source>
        <translation>Move left</translation>
    </message>
    <message>
        <source>Rétablir les colonnes</source>
        <translation>Reset columns</translation>
    </message>
</context>
<context>
    <name>CommandSet</name>
    <message>
        <source>Désépingler</source>
        <translation>Unpin</translation>
    </message>
    <message>
        <source>Épingler</source>
        <translation>Pin</translation>
    </message>
    <message>
        <source>Marquer lu</source>
        <translation>Mark as read</translation>
    </message>
    <message>
        <source>Marquer non lu</source>
        <translation>Mark as unread</translation>
    </message>
    <message>
        <source>Il n’y a rien à annuler.</source>
        <translation>There is nothing to undo.</translation>
    </message>
    <message>
        <source>Aucun ticket n’est affiché.</source>
        <translation>No ticket is shown.</translation>
    </message>
    <message>
        <source>Choisissez d’abord une vue de tickets.</source>
        <translation>Choose a view of tickets first.</translation>
    </message>
    <message>
        <source>Choisissez d’abord un ticket.</source>
        <translation>Choose a ticket first.</translation>
    </message>
    <message>
        <source>Ce ticket n’est pas lisible.</source>
        <translation>This ticket cannot be read.</translation>
    </message>
    <message>
        <source>Ce serveur ne l’offre pas.</source>
        <translation>This server does not offer it.</translation>
    </message>
    <message>
        <source>Ouvrez d’abord un ticket à déposer.</source>
        <translation>Open a ticket to file first.</translation>
    </message>
    <message>
        <source>Choisissez d’abord une vue enregistrée.</source>
        <translation>Choose a saved view first.</translation>
    </message>
    <message>
        <source>Cherchez d’abord quelque chose.</source>
        <translation>Search for something first.</translation>
    </message>
    <message>
        <source>Ce serveur n’offre pas de flux en direct.</source>
        <translation>This server offers no live feed.</translation>
    </message>
    <message>
        <source>La clé est refusée.</source>
        <translation>The key is refused.</translation>
    </message>
    <message>
        <source>Ouvrez d’abord une vue de tickets.</source>
        <translation>Open a view of tickets first.</translation>
    </message>
    <message>
        <source>Ce client n’a pas de courriel utilisable.</source>
        <translation>This customer has no usable email address.</translation>
    </message>
    <message>
        <source>Dites d’abord l’adresse du tableau de bord dans les réglages.</source>
        <translation>First give the address of the dashboard in the settings.</translation>
    </message>
    <message>
        <source>Ce client n’a pas de numéro de téléphone international.</source>
        <translation>This customer has no international phone number.</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Nouveau ticket</source>
        <translation>New ticket</translation>
    </message>
    <message>
        <source>Palette de commandes</source>
        <translation>Command palette</translation>
    </message>
    <message>
        <source>Rechercher</source>
        <translation>Search</translation>
    </message>
    <message>
        <source>Nouveau ticket de priorité Urgente</source>
        <translation>New ticket of priority Urgent</translation>
    </message>
    <message>
        <source>Annuler la dernière action</source>
        <translation>Undo the last action</translation>
    </message>
    <message>
        <source>Raccourcis et aide</source>
        <translation>Shortcuts and help</translation>
    </message>
    <message>
        <source>Réglages</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>Guide de l’agent</source>
        <translation>Agent’s guide</translation>
    </message>
    <message>
        <source>Nouveautés</source>
        <translation>What’s new</translation>
    </message>
    <message>
        <source>Journal des coupures</source>
        <translation>Blind intervals</translation>
    </message>
    <message>
        <source>Ce qui est vérifié</source>
        <translation>What is verified</translation>
    </message>
    <message>
        <source>Saisir une nouvelle clé</source>
        <translation>Enter a new key</translation>
    </message>
    <message>
        <source>Volet large ou icônes</source>
        <translation>Rail wide or icons</translation>
    </message>
    <message>
        <source>Texte plus grand</source>
        <translation>Larger text</translation>
    </message>
    <message>
        <source>Texte plus petit</source>
        <translation>Smaller text</translation>
    </message>
    <message>
        <source>Texte à 100&#xa0;%</source>
        <translation>Text at 100%</translation>
    </message>
    <message>
        <source>Apparence claire</source>
        <translation>Light appearance</translation>
    </message>
    <message>
        <source>Apparence sombre</source>
        <translation>Dark appearance</translation>
    </message>
    <message>
        <source>Apparence du système</source>
        <translation>Appearance of the system</translation>
    </message>
    <message>
        <source>Ligne suivante</source>
        <translation>Next row</translation>
    </message>
    <message>
        <source>Ligne précédente</source>
        <translation>Previous row</translation>
    </message>
    <message>
        <source>Ouvrir le ticket</source>
        <translation>Open the ticket</translation>
    </message>
    <message>
        <source>Revenir, fermer</source>
        <translation>Go back, close</translation>
    </message>
    <message>
        <source>Revenir à la liste (fenêtre étroite)</source>
        <translation>Back to the list (narrow window)</translation>
    </message>
    <message>
        <source>Mes tickets</source>
        <translation>My tickets</translation>
    </message>
    <message>
        <source>Urgents</source>
        <translation>Urgent</translation>
    </message>
    <message>
        <source>Nouveau aujourd’hui</source>
        <translation>New today</translation>
    </message>
    <message>
        <source>Épinglés</source>
        <translation>Pinned</translation>
    </message>
    <message>
        <source>Boîte d’envoi</source>
        <translation>Outbox</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Notifications</translation>
    </message>
    <message>
        <source>Statistiques</source>
        <translation>Statistics</translation>
    </message>
    <message>
        <source>Lu ou non lu</source>
        <translation>Read or unread</translation>
    </message>
    <message>
        <source>Épingler ou désépingler</source>
        <translation>Pin or unpin</translation>
    </message>
    <message>
        <source>Copier le numéro</source>
        <translation>Copy the number</translation>
    </message>
    <message>
        <source>Copier en JSON</source>
        <translation>Copy as JSON</translation>
    </message>
    <message>
        <source>Copier en cURL, sans la clé</source>
        <translation>Copy as cURL, without the key</translation>
    </message>
    <message>
        <source>Marquer traité</source>
        <translation>Mark as done</translation>
    </message>
    <message>
        <source>Passer à…</source>
        <translation>Pass to…</translation>
    </message>
    <message>
        <source>Déposer pour ce client</source>
        <translation>File for this customer</translation>
    </message>
    <message>
        <source>Compléter une clé ou une valeur</source>
        <translation>Complete a key or a value</translation>
    </message>
    <message>
        <source>Enregistrer la vue</source>
        <translation>Save view</translation>
    </message>
    <message>
        <source>Déposer le ticket</source>
        <translation>File the ticket</translation>
    </message>
    <message>
        <source>Écrire ou aperçu</source>
        <translation>Write or preview</translation>
    </message>
    <message>
        <source>Gras (dans la description)</source>
        <translation>Bold (in the description)</translation>
    </message>
    <message>
        <source>Italique (dans la description)</source>
        <translation>Italic (in the description)</translation>
    </message>
    <message>
        <source>Vérifier maintenant</source>
        <translation>Verify now</translation>
    </message>
    <message>
        <source>Région suivante</source>
        <translation>Next region</translation>
    </message>
    <message>
        <source>Région précédente</source>
        <translation>Previous region</translation>
    </message>
    <message>
        <source>Ne pas déranger…</source>
        <translation>Do not disturb…</translation>
    </message>
    <message>
        <source>Quitter</source>
        <translation>Quit</translation>
    </message>
    <message>
        <source>Renommer la vue</source>
        <translation>Rename the view</translation>
    </message>
    <message>
        <source>Épingler la vue</source>
        <translation>Pin the view</translation>
    </message>
    <message>
        <source>Monter la vue</source>
        <translation>Move the view up</translation>
    </message>
    <message>
        <source>Descendre la vue</source>
        <translation>Move the view down</translation>
    </message>
    <message>
        <source>Copier le lien de la vue</source>
        <translation>Copy the link of the view</translation>
    </message>
    <message>
        <source>Retirer la vue</source>
        <translation>Remove the view</translation>
    </message>
    <message>
        <source>Liste ou tableau</source>
        <translation>List or table</translation>
    </message>
    <message>
        <source>Lignes confortables ou compactes</source>
        <translation>Comfortable or compact rows</translation>
    </message>
    <message>
        <source>Trier par date de réception</source>
        <translation>Sort by time received</translation>
    </message>
    <message>
        <source>Trier par priorité</source>
        <translation>Sort by priority</translation>
    </message>
    <message>
        <source>Trier par numéro</source>
        <translation>Sort by number</translation>
    </message>
    <message>
        <source>Trier par client</source>
        <translation>Sort by customer</translation>
    </message>
    <message>
        <source>Trier par sujet</source>
        <translation>Sort by subject</translation>
    </message>
    <message>
        <source>Trier par statut</source>
        <translation>Sort by status</translation>
    </message>
    <message>
        <source>Trier par notification</source>
        <translation>Sort by notification</translation>
    </message>
    <message>
        <source>Ne pas grouper</source>
        <translation>Do not group</translation>
    </message>
    <message>
        <source>Grouper par jour</source>
        <translation>Group by day</translation>
    </message>
    <message>
        <source>Grouper par priorité</source>
        <translation>Group by priority</translation>
    </message>
    <message>
        <source>Grouper par client</source>
        <translation>Group by customer</translation>
    </message>
    <message>
        <source>Grouper par première étiquette</source>
        <translation>Group by first tag</translation>
    </message>
    <message>
        <source>Tout sélectionner</source>
        <translation>Select all</translation>
    </message>
    <message>
        <source>Ajouter la ligne à la sélection, ou l’ôter</source>
        <translation>Add the row to the selection, or remove it</translation>
    </message>
    <message>
        <source>Copier les lignes pour un tableur</source>
        <translation>Copy rows for a spreadsheet</translation>
    </message>
    <message>
        <source>Exporter la vue en CSV…</source>
        <translation>Export view as CSV…</translation>
    </message>
    <message>
        <source>Ticket suivant (depuis le détail)</source>
        <translation>Next ticket (from the detail)</translation>
    </message>
    <message>
        <source>Ticket précédent (depuis le détail)</source>
        <translation>Previous ticket (from the detail)</translation>
    </message>
    <message>
        <source>Reporter…</source>
        <translation>Snooze…</translation>
    </message>
    <message>
        <source>Tickets reportés</source>
        <translation>Snoozed tickets</translation>
    </message>
    <message>
        <source>Note privée</source>
        <translation>Private note</translation>
    </message>
    <message>
        <source>Escalader</source>
        <translation>Escalate</translation>
    </message>
    <message>
        <source>Répondre par courriel</source>
        <translation>Answer by email</translation>
    </message>
    <message>
        <source>Ouvrir WhatsApp</source>
        <translation>Open WhatsApp</translation>
    </message>
    <message>
        <source>Ouvrir dans le tableau de bord</source>
        <translation>Open in the dashboard</translation>
    </message>
    <message>
        <source>Tous les tickets de ce client</source>
        <translation>All tickets of this customer</translation>
    </message>
    <message>
        <source>Ouvrir dans une fenêtre</source>
        <translation>Open in a window</translation>
    </message>
</context>
<context>
    <name>CustomerBlock</name>
    <message>
        <source>Facultatif, 10 chiffres au Bénin</source>
        <translation>Optional, 10 digits in Benin</translation>
    </message>
    <message>
        <source>Facultatif</source>
        <translation>Optional</translation>
    </message>
    <message>
        <source>Créer ce client</source>
        <translation>Create this customer</translation>
    </message>
    <message>
        <source>Ne pas créer ce client</source>
        <translation>Do not create this customer</translation>
    </message>
    <message>
        <source>Courriel</source>
        <translation>Email</translation>
    </message>
    <message>
        <source>Nom</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Téléphone</source>
        <translation>Phone</translation>
    </message>
    <message>
        <source>Indicatif du pays</source>
        <translation>Country code</translation>
    </message>
    <message>
        <source>Ensuite</source>
        <translation>Then</translation>
    </message>
    <message>
        <source>Le client est créé, le ticket est ensuite envoyé automatiquement. Si le courriel appartient à un autre client, rien n’est déposé.</source>
        <translation>The customer is created, then the ticket is sent automatically. If the email belongs to another customer, nothing is filed.</translation>
    </message>
</context>
<context>
    <name>CustomerField</name>
    <message>
        <source>Aucun client avec cet identifiant</source>
        <translation>No customer has this identifier</translation>
    </message>
    <message>
        <source>Chercher un client connu</source>
        <translation>Find a known customer</translation>
    </message>
    <message>
        <source>Client (identifiant externe)</source>
        <translation>Customer (external id)</translation>
    </message>
    <message>
        <source>Clients connus</source>
        <translation>Known customers</translation>
    </message>
    <message>
        <source>Entrée garde «&#xa0;{text}&#xa0;» tel quel&#xa0;: le serveur dira s’il existe</source>
        <translation>Enter keeps “{text}” as it is: the server will tell whether it exists</translation>
    </message>
    <message>
        <source>Entrée prend ce client, Tab garde «&#xa0;{text}&#xa0;» tel quel</source>
        <translation>Enter takes this customer, Tab keeps “{text}” as it is</translation>
    </message>
    <message>
        <source>Inconnu sur ce poste&#xa0;: le serveur dira s’il existe.</source>
        <translation>Unknown on this computer: the server will tell.</translation>
    </message>
    <message>
        <source>Créer ce client</source>
        <translation>Create this customer</translation>
    </message>
    <message>
        <source>Connu sur ce poste depuis le {day}.</source>
        <translation>Known on this computer since {day}.</translation>
    </message>
    <message>
        <source>d MMMM</source>
        <translation>d MMMM</translation>
    </message>
    <message>
        <source>Connu sur ce poste.</source>
        <translation>Known on this computer.</translation>
    </message>
</context>
<context>
    <name>DashboardControl</name>
    <message>
        <source>aucune</source>
        <translation>none</translation>
    </message>
</context>
<context>
    <name>DayStatisticsModel</name>
    <message>
        <source>Ensemble</source>
        <translation>All together</translation>
    </message>
    <message>
        <source>aucune mesure</source>
        <translation>no measurement</translation>
    </message>
    <message>
        <source>Confirmation</source>
        <translation>Confirmation</translation>
    </message>
    <message>
        <source>Notification</source>
        <translation>Notification</translation>
    </message>
    <message>
        <source>Sans nouvelles</source>
        <translation>Without news</translation>
    </message>
    <message>
        <source>médiane, ms</source>
        <translation>median, ms</translation>
    </message>
    <message>
        <source>p95, ms</source>
        <translation>p95, ms</translation>
    </message>
    <message>
        <source>Jour</source>
        <translation>Day</translation>
    </message>
    <message>
        <source>Reçus</source>
        <translation>Received</translation>
    </message>
    <message>
        <source>Traités</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>Déposés</source>
        <translation>Filed</translation>
    </message>
    <message>
        <source>Confirmés</source>
        <translation>Confirmed</translation>
    </message>
    <message>
        <source>Délai</source>
        <translation>Time to finish</translation>
    </message>
    <message>
        <source>médian</source>
        <translation>median</translation>
    </message>
    <message>
        <source>rejoué</source>
        <translation>replayed</translation>
    </message>
    <message>
        <source>relu</source>
        <translation>reloaded</translation>
    </message>
    <message>
        <source>en tout</source>
        <translation>in all</translation>
    </message>
    <message>
        <source>Coupures</source>
        <translation>Gaps</translation>
    </message>
</context>
<context>
    <name>DetailHeader</name>
    <message>
        <source>Aucun autre agent connu</source>
        <translation>No other agent is known</translation>
    </message>
    <message>
        <source>Plus d’actions</source>
        <translation>More actions</translation>
    </message>
    <message>
        <source>Marquer traité</source>
        <translation>Mark as done</translation>
    </message>
    <message>
        <source>Passer à…</source>
        <translation>Pass to…</translation>
    </message>
    <message>
        <source>canal {name}</source>
        <translation>channel {name}</translation>
    </message>
</context>
<context>
    <name>DetailPane</name>
    <message>
        <source>Aucun ticket choisi.</source>
        <translation>No ticket chosen.</translation>
    </message>
</context>
<context>
    <name>DetailWords</name>
    <message>
        <source>Ce poste ne reçoit rien du serveur. Des tickets ont pu arriver ou changer depuis la dernière preuve. Dès le retour de la connexion, ce qui a manqué est rejoué, ou la liste entière est relue.</source>
        <translation>This computer receives nothing from the server. Tickets may have arrived or changed since the last proof. As soon as the connection is back, what was missed is replayed, or the whole list is reloaded.</translation>
    </message>
    <message>
        <source>Une autre copie de l’application suit vos tickets. Cette fenêtre ne reçoit plus rien tant qu’elle ne reprend pas sa place.</source>
        <translation>Another copy of the application follows your tickets. This window receives nothing until it takes over.</translation>
    </message>
    <message>
        <source>Dernier événement</source>
        <translation>Last event</translation>
    </message>
    <message>
        <source>Nombre de tickets</source>
        <translation>Number of tickets</translation>
    </message>
    <message>
        <source>Heure du serveur</source>
        <translation>Server time</translation>
    </message>
    <message>
        <source>Écart d’horloge</source>
        <translation>Clock offset</translation>
    </message>
    <message>
        <source>Délai d’annonce</source>
        <translation>Time to announce</translation>
    </message>
    <message>
        <source>Époque</source>
        <translation>Epoch</translation>
    </message>
    <message>
        <source>Position enregistrée</source>
        <translation>Stored position</translation>
    </message>
    <message>
        <source>Relue en entier</source>
        <translation>Reloaded in full</translation>
    </message>
    <message>
        <source>Prochain essai</source>
        <translation>Next try</translation>
    </message>
    <message>
        <source>Cause</source>
        <translation>Cause</translation>
    </message>
    <message>
        <source>n°&#xa0;{seq}, {compared}</source>
        <translation>no. {seq}, {compared}</translation>
    </message>
    <message>
        <source>Le serveur vient de dire le numéro de son dernier événement et le nombre de vos tickets. Les deux sont égaux à ce que ce poste a enregistré&#xa0;: la liste est complète à cette heure. C’est la seule preuve qui affiche «&#xa0;À jour&#xa0;».</source>
        <translation>The server has just told the number of its last event and how many tickets you have. Both equal what this computer has stored: the list is complete as of that time. This is the only proof that shows “Up to date”.</translation>
    </message>
    <message>
        <source>La dernière preuve ne vaut plus pour le présent, et la suivante n’est pas encore là. Rien ne dit que la liste a changé, rien ne dit qu’elle est encore complète.</source>
        <translation>The last proof no longer holds for now, and the next one has not come yet. Nothing says that the list has changed, and nothing says that it is still complete.</translation>
    </message>
    <message>
        <source>La connexion est rétablie et ce qui a manqué est en train d’être lu. La liste d’avant reste affichée&#xa0;; elle sera dite à jour à la prochaine preuve du serveur.</source>
        <translation>The connection is back and what was missed is being read. The list of before stays on screen; it will be called up to date at the server’s next proof.</translation>
    </message>
    <message>
        <source>Ce serveur n’offre pas de flux&#xa0;: rien ne peut prouver ici que la liste est complète. Le dépôt, la boîte d’envoi et la recherche sur ce poste fonctionnent.</source>
        <translation>This server offers no feed: nothing can prove here that the list is complete. Filing, the outbox and search on this computer work.</translation>
    </message>
    <message>
        <source>Le serveur ne parle plus avec cette version. La liste n’est plus tenue à jour&#xa0;; vos données restent sur ce poste.</source>
        <translation>The server no longer talks to this version. The list is no longer kept up to date; your data stays on this computer.</translation>
    </message>
    <message>
        <source>Le serveur n’accepte pas la clé de ce poste pour cet agent. La liste n’est plus tenue à jour&#xa0;; vos données restent sur ce poste.</source>
        <translation>The server does not accept this computer’s key for this agent. The list is no longer kept up to date; your data stays on this computer.</translation>
    </message>
    <message>
        <source>aucune&#xa0;: la liste entière sera demandée</source>
        <translation>none: the whole list will be asked for</translation>
    </message>
    <message>
        <source>événement n°&#xa0;{seq}</source>
        <translation>event no. {seq}</translation>
    </message>
    <message>
        <source>puis n°&#xa0;{seq} reçu depuis</source>
        <translation>then no. {seq} received since</translation>
    </message>
    <message>
        <source>{count} depuis</source>
        <translation>{count} since</translation>
    </message>
    <message>
        <source>égal ici et sur le serveur</source>
        <translation>equal here and on the server</translation>
    </message>
    <message>
        <source>égal à la dernière vérification</source>
        <translation>equal at the last check</translation>
    </message>
    <message>
        <source>pas encore comparé depuis l’ouverture</source>
        <translation>not compared yet since opening</translation>
    </message>
    <message>
        <source>aucune preuve jusqu’ici</source>
        <translation>no proof so far</translation>
    </message>
    <message>
        <source>{time}, le serveur avance</source>
        <translation>{time}, the server is ahead</translation>
    </message>
    <message>
        <source>{time}, le serveur retarde</source>
        <translation>{time}, the server is behind</translation>
    </message>
    <message>
        <source>aucune annonce aujourd’hui</source>
        <translation>no announcement today</translation>
    </message>
    <message>
        <source>médiane {median}, p95 {p95} aujourd’hui</source>
        <translation>median {median}, p95 {p95} today</translation>
    </message>
    <message>
        <source>pas encore</source>
        <translation>not yet</translation>
    </message>
    <message>
        <source>connecté</source>
        <translation>connected</translation>
    </message>
    <message>
        <source>aucun prévu</source>
        <translation>none planned</translation>
    </message>
    <message>
        <source>en cours</source>
        <translation>ongoing</translation>
    </message>
    <message>
        <source>dans {length}</source>
        <translation>in {length}</translation>
    </message>
</context>
<context>
    <name>DoNotDisturbMenu</name>
    <message>
        <source>Ne pas déranger</source>
        <translation>Do not disturb</translation>
    </message>
    <message>
        <source>Notifications actives</source>
        <translation>Notifications on</translation>
    </message>
    <message>
        <source>Ne pas déranger jusqu’à {time}</source>
        <translation>Do not disturb until {time}</translation>
    </message>
    <message>
        <source>Ne pas déranger 30 min</source>
        <translation>Do not disturb for 30 min</translation>
    </message>
    <message>
        <source>Jusqu’à {time}</source>
        <translation>Until {time}</translation>
    </message>
    <message>
        <source>Jusqu’à demain</source>
        <translation>Until tomorrow</translation>
    </message>
    <message>
        <source>fin à {time}</source>
        <translation>ends at {time}</translation>
    </message>
</context>
<context>
    <name>DoubtFactsText</name>
    <message>
        <source>Parti à {time}, réponse sans certitude ({status}).</source>
        <translation>Sent at {time}, an answer that proves nothing ({status}).</translation>
    </message>
    <message>
        <source>Parti à {time}, sans réponse.</source>
        <translation>Sent at {time}, no answer.</translation>
    </message>
    <message>
        <source>Ce serveur reconnaît la même demande&#xa0;: elle est reposée d’elle-même.</source>
        <translation>This server recognises the same request: it is asked again by itself.</translation>
    </message>
    <message>
        <source>Sa référence locale n’est pas apparue dans le flux, qui ne montre que vos tickets.</source>
        <translation>Its local reference has not appeared in the feed, which shows only your tickets.</translation>
    </message>
    <message>
        <source>SupportDesk n’offre aucun moyen de le rechercher d’ici.</source>
        <translation>SupportDesk offers no way to look it up from here.</translation>
    </message>
    <message>
        <source>Aucun ticket de ce client avec le même objet n’est apparu depuis.</source>
        <translation>No ticket of this customer with the same subject has appeared since.</translation>
    </message>
    <message>
        <source>Apparu depuis pour ce client avec le même objet&#xa0;: {numbers}.</source>
        <translation>Appeared since for this customer with the same subject: {numbers}.</translation>
    </message>
</context>
<context>
    <name>DraftsMenu</name>
    <message>
        <source>Brouillons</source>
        <translation>Drafts</translation>
    </message>
    <message>
        <source>Nouveau brouillon</source>
        <translation>New draft</translation>
    </message>
    <message>
        <source>Supprimer le brouillon</source>
        <translation>Delete the draft</translation>
    </message>
    <message>
        <source>Sans sujet</source>
        <translation>No subject</translation>
    </message>
</context>
<context>
    <name>DuplicateWell</name>
    <message>
        <source>Un ticket semblable a été créé il y a {age}</source>
        <translation>A similar ticket was created {age} ago</translation>
    </message>
    <message>
        <source>Un dépôt semblable a été mis en file il y a {age}</source>
        <translation>A similar filing was queued {age} ago</translation>
    </message>
    <message>
        <source>Voir {number}</source>
        <translation>View {number}</translation>
    </message>
    <message>
        <source>Ce n’est pas un doublon</source>
        <translation>Not a duplicate</translation>
    </message>
    <message>
        <source>Boîte d’envoi</source>
        <translation>Outbox</translation>
    </message>
    <message>
        <source>{number}, même client et sujet proche</source>
        <translation>{number}, same customer and close subject</translation>
    </message>
    <message>
        <source>{number}, même client et même commande #{value}</source>
        <translation>{number}, same customer and same order #{value}</translation>
    </message>
    <message>
        <source>{number}, même client et même {key}&#xa0;: {value}</source>
        <translation>{number}, same customer and same {key}: {value}</translation>
    </message>
</context>
<context>
    <name>ExportLine</name>
    <message>
        <source>Export&#xa0;: {done} sur {total}</source>
        <translation>Export: {done} of {total}</translation>
    </message>
    <message>
        <source>Annuler</source>
        <translation>Cancel</translation>
    </message>
</context>
<context>
    <name>Facts</name>
    <message>
        <source>Client</source>
        <translation>Customer</translation>
    </message>
    <message>
        <source>Courriel</source>
        <translation>Email</translation>
    </message>
    <message>
        <source>Téléphone</source>
        <translation>Phone</translation>
    </message>
    <message>
        <source>Étiquettes</source>
        <translation>Tags</translation>
    </message>
    <message>
        <source>Copier l’identifiant du client</source>
        <translation>Copy the customer id</translation>
    </message>
    <message>
        <source>Copier le courriel</source>
        <translation>Copy email</translation>
    </message>
    <message>
        <source>Copier le téléphone</source>
        <translation>Copy phone</translation>
    </message>
</context>
<context>
    <name>Field</name>
    <message>
        <source>obligatoire</source>
        <translation>required</translation>
    </message>
</context>
<context>
    <name>Filing</name>
    <message>
        <source>Choisissez une des cinq priorités.</source>
        <translation>Choose one of the five priorities.</translation>
    </message>
    <message>
        <source>Ce texte contient un caractère qui ne peut pas être transmis.</source>
        <translation>This text holds a character that cannot be sent.</translation>
    </message>
    <message>
        <source>Les métadonnées ne sont pas un objet JSON valide.</source>
        <translation>The metadata is not a valid JSON object.</translation>
    </message>
    <message>
        <source>La clé «&#xa0;clientRef&#xa0;» est réservée à l’application&#xa0;: donnez un autre nom à la vôtre.</source>
        <translation>The key “clientRef” is reserved for the application: give yours another name.</translation>
    </message>
    <message>
        <source>«&#xa0;{tag}&#xa0;» n’est pas l’UUID d’une étiquette.</source>
        <translation>“{tag}” is not the UUID of a tag.</translation>
    </message>
    <message>
        <source>Le ticket dépasse 1 Mio&#xa0;: raccourcissez la description ou les métadonnées.</source>
        <translation>The ticket exceeds 1 MiB: shorten the description or the metadata.</translation>
    </message>
    <message>
        <source>Un courriel s’écrit nom@domaine.bj.</source>
        <translation>An email is written name@domain.bj.</translation>
    </message>
    <message>
        <source>Un numéro a 10 chiffres au Bénin&#xa0;: 01 97 00 48 12.</source>
        <translation>A number has 10 digits in Benin: 01 97 00 48 12.</translation>
    </message>
    <message>
        <source>Le courriel est nécessaire pour créer le client.</source>
        <translation>The email is needed to create the customer.</translation>
    </message>
    <message>
        <source>Le nom est nécessaire pour créer le client.</source>
        <translation>The name is needed to create the customer.</translation>
    </message>
    <message>
        <source>Le serveur demande de corriger ce ticket.</source>
        <translation>The server asks for corrections to this ticket.</translation>
    </message>
    <message>
        <source>Quota mensuel de tickets atteint. Le brouillon reste sur ce poste.</source>
        <translation>Monthly ticket quota reached. The draft stays on this computer.</translation>
    </message>
    <message>
        <source>Aucun client avec cet identifiant</source>
        <translation>No customer has this identifier</translation>
    </message>
    <message>
        <source>Ce courriel appartient à un autre client&#xa0;: rien n’a été déposé.</source>
        <translation>This email belongs to another customer: nothing was filed.</translation>
    </message>
    <message>
        <source>Limite du serveur atteinte&#xa0;: réessayez dans quelques secondes.</source>
        <translation>Server limit reached: try again in a few seconds.</translation>
    </message>
    <message>
        <source>Erreur du serveur&#xa0;: le ticket a peut-être été créé.</source>
        <translation>Server error: the ticket may have been created.</translation>
    </message>
    <message>
        <source>Le serveur refuse la clé de ce poste.</source>
        <translation>The server refuses this computer’s key.</translation>
    </message>
    <message>
        <source>Le serveur a refusé ce ticket.</source>
        <translation>The server refused this ticket.</translation>
    </message>
    <message>
        <source>Indiquez l’identifiant du client.</source>
        <translation>Enter the customer’s identifier.</translation>
    </message>
    <message>
        <source>Indiquez le sujet du ticket.</source>
        <translation>Enter the subject of the ticket.</translation>
    </message>
    <message>
        <source>Décrivez la demande du client.</source>
        <translation>Describe what the customer asks for.</translation>
    </message>
    <message>
        <source>Ce champ est obligatoire.</source>
        <translation>This field is required.</translation>
    </message>
</context>
<context>
    <name>FilingChoices</name>
    <message>
        <source>Voir {number}</source>
        <translation>View {number}</translation>
    </message>
    <message>
        <source>Numéro du ticket</source>
        <translation>Ticket number</translation>
    </message>
    <message>
        <source>Confirmer</source>
        <translation>Confirm</translation>
    </message>
    <message>
        <source>Garder en attente et me le rappeler dans 10 min</source>
        <translation>Keep waiting, remind me in 10 min</translation>
    </message>
    <message>
        <source>Renvoyer quand même (risque de doublon)…</source>
        <translation>Resend anyway (may duplicate)…</translation>
    </message>
    <message>
        <source>Que faire&#xa0;?</source>
        <translation>What to do?</translation>
    </message>
    <message>
        <source>Je l’ai trouvé&#xa0;: saisir son numéro</source>
        <translation>I found it: enter its number</translation>
    </message>
    <message>
        <source>Si le serveur a créé le ticket, il y en aura deux. Renvoyer&#xa0;?</source>
        <translation>If the server created the ticket, there will be two. Resend?</translation>
    </message>
    <message>
        <source>Renvoyer, au risque d’un doublon</source>
        <translation>Resend, at the risk of a duplicate</translation>
    </message>
    <message>
        <source>Ne pas renvoyer</source>
        <translation>Do not resend</translation>
    </message>
    <message>
        <source>Corriger le dépôt</source>
        <translation>Correct the filing</translation>
    </message>
    <message>
        <source>Créer ce client, puis déposer…</source>
        <translation>Create this customer, then file…</translation>
    </message>
    <message>
        <source>Envoyer maintenant</source>
        <translation>Send now</translation>
    </message>
    <message>
        <source>Retirer ce dépôt</source>
        <translation>Withdraw this filing</translation>
    </message>
</context>
<context>
    <name>FilingDetail</name>
    <message>
        <source>Dépôt</source>
        <translation>Filing</translation>
    </message>
    <message>
        <source>Revenir à la liste</source>
        <translation>Back to the list</translation>
    </message>
    <message>
        <source>Copier la référence locale</source>
        <translation>Copy the local reference</translation>
    </message>
    <message>
        <source>Ce que l’on sait</source>
        <translation>What is known</translation>
    </message>
    <message>
        <source>Dépôt du {day}, {time}</source>
        <translation>Filed on {day}, {time}</translation>
    </message>
</context>
<context>
    <name>FilingOutcomes</name>
    <message>
        <source>«&#xa0;{subject}&#xa0;»</source>
        <translation>“{subject}”</translation>
    </message>
    <message>
        <source>{filing}&#xa0;: envoi en cours</source>
        <translation>{filing}: sending</translation>
    </message>
    <message>
        <source>{filing}&#xa0;: envoi dans {seconds}&#xa0;s</source>
        <translation>{filing}: sending in {seconds} s</translation>
    </message>
    <message>
        <source>{number} créé</source>
        <translation>{number} created</translation>
    </message>
    <message>
        <source>{number} créé, confié à {agent}</source>
        <translation>{number} created, given to {agent}</translation>
    </message>
    <message>
        <source>{number} créé, aucun agent libre</source>
        <translation>{number} created, no agent free</translation>
    </message>
    <message>
        <source>Ouvrir</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>{filing} est refusé</source>
        <translation>{filing} was refused</translation>
    </message>
    <message>
        <source>Corriger</source>
        <translation>Correct</translation>
    </message>
    <message>
        <source>{filing} est gardé</source>
        <translation>{filing} is kept</translation>
    </message>
    <message>
        <source>Partira au retour du réseau.</source>
        <translation>Will leave when the network is back.</translation>
    </message>
    <message>
        <source>Boîte d’envoi</source>
        <translation>Outbox</translation>
    </message>
</context>
<context>
    <name>FilingPanels</name>
    <message>
        <source>Brouillon supprimé</source>
        <translation>Draft deleted</translation>
    </message>
    <message>
        <source>Brouillon {filing} supprimé</source>
        <translation>Draft {filing} deleted</translation>
    </message>
</context>
<context>
    <name>FilingWords</name>
    <message>
        <source>À décider</source>
        <translation>To decide</translation>
    </message>
    <message>
        <source>En route</source>
        <translation>On the way</translation>
    </message>
    <message>
        <source>Confirmés</source>
        <translation>Confirmed</translation>
    </message>
    <message>
        <source>Retirés</source>
        <translation>Withdrawn</translation>
    </message>
    <message>
        <source>En file</source>
        <translation>Queued</translation>
    </message>
    <message>
        <source>Envoi…</source>
        <translation>Sending…</translation>
    </message>
    <message>
        <source>Confirmé</source>
        <translation>Confirmed</translation>
    </message>
    <message>
        <source>Refusé</source>
        <translation>Refused</translation>
    </message>
    <message>
        <source>Incertain</source>
        <translation>Uncertain</translation>
    </message>
    <message>
        <source>Retiré</source>
        <translation>Withdrawn</translation>
    </message>
    <message>
        <source>{number}ᵉ essai</source>
        <translation>try {number}</translation>
    </message>
    <message>
        <source>1ᵉʳ essai</source>
        <translation>first try</translation>
    </message>
    <message>
        <source>retiré à {time}</source>
        <translation>withdrawn at {time}</translation>
    </message>
    <message>
        <source>refusé par le serveur</source>
        <translation>refused by the server</translation>
    </message>
    <message>
        <source>client inconnu du serveur</source>
        <translation>customer unknown to the server</translation>
    </message>
    <message>
        <source>L’application repose la même demande, que ce serveur reconnaît.</source>
        <translation>The app repeats the same request, which this server recognises.</translation>
    </message>
    <message>
        <source>L’application ne renvoie jamais seule dans ce cas.</source>
        <translation>The app never resends on its own in this case.</translation>
    </message>
    <message>
        <source>Le serveur a peut-être créé le ticket.</source>
        <translation>The server may have created the ticket.</translation>
    </message>
    <message>
        <source>Incertain, vérification en cours</source>
        <translation>Uncertain, checking</translation>
    </message>
    <message>
        <source>La demande est en route vers le serveur.</source>
        <translation>The request is on its way to the server.</translation>
    </message>
    <message>
        <source>Confirmé {number}</source>
        <translation>Confirmed {number}</translation>
    </message>
    <message>
        <source>à corriger&#xa0;: {fields}</source>
        <translation>to correct: {fields}</translation>
    </message>
    <message>
        <source>Ce dépôt est gardé sur ce poste, il sera envoyé automatiquement.</source>
        <translation>This filing is kept on this computer and will be sent automatically.</translation>
    </message>
    <message>
        <source>Ce dépôt est gardé sur ce poste. Il partira au retour du réseau.</source>
        <translation>This filing is kept on this computer. It will leave when the network is back.</translation>
    </message>
    <message>
        <source>Ce dépôt ne partira plus. Il reste dans cette liste.</source>
        <translation>This filing will not leave any more. It stays in this list.</translation>
    </message>
    <message>
        <source>Envoi en pause&#xa0;: aucune clé n’est enregistrée.</source>
        <translation>Sending paused: no key is stored.</translation>
    </message>
    <message>
        <source>Envoi en pause&#xa0;: la clé est refusée par le serveur.</source>
        <translation>Sending paused: the server refuses the key.</translation>
    </message>
    <message>
        <source>Envoi en pause&#xa0;: un portail ou un proxy répond à la place du serveur.</source>
        <translation>Sending paused: a portal or a proxy answers in place of the server.</translation>
    </message>
    <message>
        <source>Envoi en pause&#xa0;: quota mensuel de tickets atteint.</source>
        <translation>Sending paused: monthly ticket quota reached.</translation>
    </message>
    <message>
        <source>Envoi en pause&#xa0;: cette clé appartient à un autre profil.</source>
        <translation>Sending paused: this key belongs to another profile.</translation>
    </message>
    <message>
        <source>Mis en file par vous</source>
        <translation>Queued by you</translation>
    </message>
    <message>
        <source>Retiré par vous</source>
        <translation>Withdrawn by you</translation>
    </message>
    <message>
        <source>sans réponse à {time}, recherche dans le flux en cours</source>
        <translation>no answer at {time}, looking in the feed</translation>
    </message>
    <message>
        <source>connexion coupée à {time}, recherche dans le flux en cours</source>
        <translation>connection cut at {time}, looking in the feed</translation>
    </message>
    <message>
        <source>erreur du serveur à {time}, ticket peut-être créé</source>
        <translation>server error at {time}, ticket possibly created</translation>
    </message>
    <message>
        <source>réponse illisible à {time}, ticket peut-être créé</source>
        <translation>unreadable answer at {time}, ticket possibly created</translation>
    </message>
    <message>
        <source>application arrêtée pendant l’envoi, à {time}</source>
        <translation>application stopped while sending, at {time}</translation>
    </message>
    <message>
        <source>demande encore en cours sur le serveur à {time}</source>
        <translation>request still in progress on the server at {time}</translation>
    </message>
    <message>
        <source>le serveur connaît déjà une autre demande, à {time}</source>
        <translation>the server already knows another request, at {time}</translation>
    </message>
    <message>
        <source>données locales endommagées, peut-être parti à {time}</source>
        <translation>local data damaged, may have left at {time}</translation>
    </message>
    <message>
        <source>recherche dans le flux en cours</source>
        <translation>looking in the feed</translation>
    </message>
    <message>
        <source>La demande est partie, aucune réponse n’est revenue en 15 s.</source>
        <translation>The request left and no answer came back within 15 s.</translation>
    </message>
    <message>
        <source>La demande est partie, puis la connexion a été coupée.</source>
        <translation>The request left, then the connection was cut.</translation>
    </message>
    <message>
        <source>La demande est partie, le serveur a répondu par une erreur.</source>
        <translation>The request left and the server answered with an error.</translation>
    </message>
    <message>
        <source>La demande est partie, la réponse est illisible.</source>
        <translation>The request left and the answer cannot be read.</translation>
    </message>
    <message>
        <source>La demande partait quand l’application s’est arrêtée.</source>
        <translation>The request was leaving when the application stopped.</translation>
    </message>
    <message>
        <source>Le serveur traite encore la même demande.</source>
        <translation>The server is still working on the same request.</translation>
    </message>
    <message>
        <source>Le serveur connaît déjà une autre demande sous cette clé.</source>
        <translation>The server already knows another request under this key.</translation>
    </message>
    <message>
        <source>Les données locales étaient endommagées, la demande est peut-être déjà partie.</source>
        <translation>The local data was damaged; the request may already have left.</translation>
    </message>
    <message>
        <source>La demande est partie, son sort n’est pas connu.</source>
        <translation>The request left; its fate is not known.</translation>
    </message>
    <message>
        <source>Le serveur a répondu avec le numéro du ticket.</source>
        <translation>The server answered with the ticket’s number.</translation>
    </message>
    <message>
        <source>Retrouvé dans le flux par sa référence locale.</source>
        <translation>Found in the feed by its local reference.</translation>
    </message>
    <message>
        <source>Le serveur a reconnu la même demande.</source>
        <translation>The server recognised the same request.</translation>
    </message>
    <message>
        <source>Numéro saisi par vous.</source>
        <translation>Number entered by you.</translation>
    </message>
    <message>
        <source>attend son tour</source>
        <translation>waits its turn</translation>
    </message>
    <message>
        <source>part dans {length}, annulable</source>
        <translation>leaves in {length}, can be undone</translation>
    </message>
    <message>
        <source>part dans {length}, débit limité</source>
        <translation>leaves in {length}, rate limited</translation>
    </message>
    <message>
        <source>limite du serveur, reprise dans {length}</source>
        <translation>server limit, resuming in {length}</translation>
    </message>
    <message>
        <source>part dans {length}</source>
        <translation>leaves in {length}</translation>
    </message>
    <message>
        <source>partira au retour du réseau, prochain essai dans {length}</source>
        <translation>will leave when the network is back, next try in {length}</translation>
    </message>
    <message>
        <source>arrêté en route, prochain essai dans {length}</source>
        <translation>stopped on its way, next try in {length}</translation>
    </message>
    <message>
        <source>retrouvé dans le flux</source>
        <translation>found in the feed</translation>
    </message>
    <message>
        <source>numéro saisi par vous</source>
        <translation>number entered by you</translation>
    </message>
    <message>
        <source>en {length}</source>
        <translation>in {length}</translation>
    </message>
    <message>
        <source>en {length} au {number}ᵉ essai</source>
        <translation>in {length} at try {number}</translation>
    </message>
    <message>
        <source>confié à {agent}</source>
        <translation>given to {agent}</translation>
    </message>
    <message>
        <source>Essai de connexion</source>
        <translation>Connection attempt</translation>
    </message>
    <message>
        <source>Demande transmise</source>
        <translation>Request sent</translation>
    </message>
    <message>
        <source>Application arrêtée avant la réponse</source>
        <translation>Application stopped before the answer</translation>
    </message>
    <message>
        <source>Accepté par le serveur en {length}</source>
        <translation>Accepted by the server in {length}</translation>
    </message>
    <message>
        <source>Refusé par le serveur</source>
        <translation>Refused by the server</translation>
    </message>
    <message>
        <source>Limite du serveur</source>
        <translation>Server limit</translation>
    </message>
    <message>
        <source>Rien n’est parti&#xa0;: serveur injoignable</source>
        <translation>Nothing left: server unreachable</translation>
    </message>
    <message>
        <source>Rien n’est parti&#xa0;: sa clé n’était plus reconnue</source>
        <translation>Nothing left: its key was not recognised any more</translation>
    </message>
    <message>
        <source>Pas traité par le serveur</source>
        <translation>Not processed by the server</translation>
    </message>
    <message>
        <source>Délai de réponse dépassé ({length})</source>
        <translation>Answer timed out ({length})</translation>
    </message>
    <message>
        <source>Connexion coupée avant la réponse</source>
        <translation>Connection cut before the answer</translation>
    </message>
    <message>
        <source>Pas de réponse sûre</source>
        <translation>No certain answer</translation>
    </message>
    <message>
        <source>en double avec {numbers}</source>
        <translation>double of {numbers}</translation>
    </message>
    <message>
        <source>doublon possible, renvoyé par vous</source>
        <translation>possible double, sent again by you</translation>
    </message>
    <message>
        <source>Un autre ticket porte la même référence&#xa0;: {numbers}. Clôturez celui de trop.</source>
        <translation>Another ticket carries the same reference: {numbers}. Close the one too many.</translation>
    </message>
    <message>
        <source>{title}, en double</source>
        <translation>{title}, double</translation>
    </message>
    <message>
        <source>L’envoi de {time}, resté sans réponse, a peut-être créé un second ticket&#xa0;: cherchez-le dans le tableau de bord SupportDesk.</source>
        <translation>The send at {time}, which got no answer, may have created a second ticket: look for it in the SupportDesk dashboard.</translation>
    </message>
    <message>
        <source>{title}, doublon possible</source>
        <translation>{title}, possible double</translation>
    </message>
</context>
<context>
    <name>FirstRunPage</name>
    <message>
        <source>Offert par ce serveur.</source>
        <translation>Offered by this server.</translation>
    </message>
    <message>
        <source>Essai affiché en {time}.</source>
        <translation>Test shown in {time}.</translation>
    </message>
    <message>
        <source>Pas acceptée.</source>
        <translation>Not accepted.</translation>
    </message>
    <message>
        <source>Clé refusée par le serveur. Vérifiez qu’elle est entière et non révoquée.</source>
        <translation>The server refused the key. Check that it is whole and not revoked.</translation>
    </message>
    <message>
        <source>Serveur injoignable. Vérifiez l’adresse et la connexion, puis réessayez.</source>
        <translation>Server unreachable. Check the address and the connection, then try again.</translation>
    </message>
    <message>
        <source>Ce profil appartient à un autre serveur ou à un autre agent. Ouvrez un autre profil avec --profile.</source>
        <translation>This profile belongs to another server or another agent. Open another profile with --profile.</translation>
    </message>
    <message>
        <source>Erreur du serveur. Rien n’est perdu, réessayez dans un instant.</source>
        <translation>Server error. Nothing is lost, try again in a moment.</translation>
    </message>
    <message>
        <source>Trop de demandes pour l’instant. Réessayez dans une minute.</source>
        <translation>Too many requests for now. Try again in a minute.</translation>
    </message>
    <message>
        <source>Ce serveur n’en offre pas&#xa0;: le dépôt, la boîte d’envoi et la recherche locale restent disponibles.</source>
        <translation>This server offers none: filing, the outbox and local search still work.</translation>
    </message>
    <message>
        <source>Aucun service de notification&#xa0;: tout reste écrit dans l’application.</source>
        <translation>No notification service: everything stays written in the application.</translation>
    </message>
    <message>
        <source>Ce serveur ne donne pas son heure.</source>
        <translation>This server does not tell its time.</translation>
    </message>
    <message>
        <source>Moins d’une seconde d’écart avec le serveur.</source>
        <translation>Less than a second apart from the server.</translation>
    </message>
    <message>
        <source>Écart avec le serveur&#xa0;: {time}.</source>
        <translation>Offset from the server: {time}.</translation>
    </message>
    <message>
        <source>Réponse du serveur&#xa0;: {text}</source>
        <translation>The server’s answer: {text}</translation>
    </message>
    <message>
        <source>Pas vérifiée.</source>
        <translation>Not checked.</translation>
    </message>
    <message>
        <source>Un autre serveur a répondu (portail ou proxy). La clé ne lui est pas envoyée plus loin&#xa0;; ouvrez d’abord la connexion du réseau.</source>
        <translation>Another server answered (portal or proxy). The key is sent no further; open the network’s connection first.</translation>
    </message>
    <message>
        <source>Cette adresse ne convient pas&#xa0;: il faut https, sans identifiant ni paramètres.</source>
        <translation>This address will not do: https is needed, without user name or parameters.</translation>
    </message>
    <message>
        <source>Trousseau indisponible&#xa0;: la clé ne sera pas gardée après la fermeture.</source>
        <translation>No keyring: the key will be forgotten when you close.</translation>
    </message>
    <message>
        <source>Trousseau verrouillé&#xa0;: déverrouillez-le, sinon la clé ne sera pas gardée après la fermeture.</source>
        <translation>Keyring locked: unlock it, or the key will be forgotten when you close.</translation>
    </message>
    <message>
        <source>Trousseau verrouillé&#xa0;: déverrouillez-le, cette fenêtre continue alors d’elle-même avec la clé qui y est gardée.</source>
        <translation>Keyring locked: unlock it, this window then goes on by itself with the key kept in it.</translation>
    </message>
    <message>
        <source>Le trousseau a refusé la clé&#xa0;: elle ne sera pas gardée après la fermeture.</source>
        <translation>The keyring refused the key: it will be forgotten when you close.</translation>
    </message>
    <message>
        <source>Bienvenue</source>
        <translation>Welcome</translation>
    </message>
    <message>
        <source>Langue</source>
        <translation>Language</translation>
    </message>
    <message>
        <source>Apparence</source>
        <translation>Appearance</translation>
    </message>
    <message>
        <source>Clair</source>
        <translation>Light</translation>
    </message>
    <message>
        <source>Sombre</source>
        <translation>Dark</translation>
    </message>
    <message>
        <source>Système</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Version {version}</source>
        <translation>Version {version}</translation>
    </message>
</context>
<context>
    <name>HelpPage</name>
    <message>
        <source>Guide de l’agent</source>
        <translation>Agent’s guide</translation>
    </message>
    <message>
        <source>Nouveautés de la version {version}</source>
        <translation>New in version {version}</translation>
    </message>
    <message>
        <source>Fermer l’aide</source>
        <translation>Close help</translation>
    </message>
</context>
<context>
    <name>Journal</name>
    <message>
        <source>Journal des coupures</source>
        <translation>Blind intervals</translation>
    </message>
    <message>
        <source>Aujourd’hui</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>7 jours</source>
        <translation>7 days</translation>
    </message>
    <message>
        <source>30 jours</source>
        <translation>30 days</translation>
    </message>
    <message>
        <source>Période</source>
        <translation>Period</translation>
    </message>
    <message>
        <source>Copier le journal</source>
        <translation>Copy the journal</translation>
    </message>
    <message>
        <source>Fermer</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>Coupures</source>
        <translation>Gaps</translation>
    </message>
    <message>
        <source>Rien n’a été observé.</source>
        <translation>Nothing was observed.</translation>
    </message>
    <message>
        <source>Aucune coupure depuis le début de l’observation&#xa0;: {start}.</source>
        <translation>No gap since observation began: {start}.</translation>
    </message>
    <message>
        <source>Aucune coupure entre {start} et {end}.</source>
        <translation>No gap between {start} and {end}.</translation>
    </message>
    <message>
        <source>Observé depuis&#xa0;: {start}.</source>
        <translation>Observed since: {start}.</translation>
    </message>
    <message>
        <source>Chaque coupure s’est terminée par une vérification avec le serveur.</source>
        <translation>Every gap ended with a check against the server.</translation>
    </message>
    <message>
        <source>heure locale, {zone}</source>
        <translation>local time, {zone}</translation>
    </message>
    <message>
        <source>Aucune coupure.</source>
        <translation>No gap.</translation>
    </message>
    <message numerus="yes">
        <source>%n coupure(s)</source>
        <translation>
            <numerusform>%n gap</numerusform>
            <numerusform>%n gaps</numerusform>
        </translation>
    </message>
    <message>
        <source>{gaps}, {length}&#xa0;: rien de perdu</source>
        <translation>{gaps}, {length}: nothing lost</translation>
    </message>
    <message>
        <source>{gaps}, {length}</source>
        <translation>{gaps}, {length}</translation>
    </message>
    <message>
        <source>coupures {first} {last}</source>
        <translation>gaps {first} {last}</translation>
    </message>
    <message>
        <source>Exporter CSV</source>
        <translation>Export CSV</translation>
    </message>
</context>
<context>
    <name>KeyEntry</name>
    <message>
        <source>Ouvrir l’application</source>
        <translation>Open the application</translation>
    </message>
    <message>
        <source>Clé acceptée.</source>
        <translation>Key accepted.</translation>
    </message>
    <message>
        <source>Bienvenue</source>
        <translation>Welcome</translation>
    </message>
    <message>
        <source>C’est une clé de navigateur (pk_live_)&#xa0;: il faut une clé d’agent.</source>
        <translation>This is a browser key (pk_live_): an agent key is needed.</translation>
    </message>
    <message>
        <source>Reliez ce poste à votre boutique. Il suffit d’une clé d’agent&#xa0;; elle se crée dans le tableau de bord SupportDesk.</source>
        <translation>Connect this computer to your shop. An agent key is all it takes; it is created in the SupportDesk dashboard.</translation>
    </message>
    <message>
        <source>Avec SupportDesk seul, vous déposez des tickets&#xa0;; la liste en direct demande un bureau qui offre le flux&#xa0;: le nôtre, local ou en relais d’équipe.</source>
        <translation>With SupportDesk alone you file tickets; the live list needs a desk that offers the feed: ours, local or as the team’s relay.</translation>
    </message>
    <message>
        <source>Adresse du serveur</source>
        <translation>Server address</translation>
    </message>
    <message>
        <source>Clé d’agent</source>
        <translation>Agent key</translation>
    </message>
    <message>
        <source>Montrer la clé</source>
        <translation>Show the key</translation>
    </message>
    <message>
        <source>Coller</source>
        <translation>Paste</translation>
    </message>
    <message>
        <source>Coller la clé</source>
        <translation>Paste the key</translation>
    </message>
    <message>
        <source>La clé est gardée dans le trousseau du système, jamais dans un fichier ni dans un journal. Une clé par agent&#xa0;: elle se révoque seule.</source>
        <translation>The key is kept in the system keyring, never in a file or a log. One key per agent: it can be revoked on its own.</translation>
    </message>
    <message>
        <source>Une clé d’agent&#xa0;: sk_live_agent_ suivi de 48 caractères.</source>
        <translation>An agent key: sk_live_agent_ followed by 48 characters.</translation>
    </message>
    <message>
        <source>Forme correcte&#xa0;: sk_live_agent_ suivi de 48 caractères.</source>
        <translation>Right form: sk_live_agent_ followed by 48 characters.</translation>
    </message>
    <message>
        <source>Vérifier la clé</source>
        <translation>Check the key</translation>
    </message>
    <message>
        <source>Entrée</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Découvrir avec des données d’exemple</source>
        <translation>Explore with sample data</translation>
    </message>
    <message>
        <source>Vérification…</source>
        <translation>Checking…</translation>
    </message>
    <message>
        <source>Cacher la clé</source>
        <translation>Hide the key</translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>Maj</source>
        <translation>Shift</translation>
    </message>
    <message>
        <source>Entrée</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Échap</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Espace</source>
        <translation>Space</translation>
    </message>
    <message>
        <source>Gauche</source>
        <translation>Left</translation>
    </message>
    <message>
        <source>Droite</source>
        <translation>Right</translation>
    </message>
    <message>
        <source>Haut</source>
        <translation>Up</translation>
    </message>
    <message>
        <source>Bas</source>
        <translation>Down</translation>
    </message>
    <message>
        <source>Suppr</source>
        <translation>Del</translation>
    </message>
    <message>
        <source>puis</source>
        <translation>then</translation>
    </message>
</context>
<context>
    <name>LayoutMenu</name>
    <message>
        <source>Présentation de la liste</source>
        <translation>Layout of the list</translation>
    </message>
    <message>
        <source>Trier par</source>
        <translation>Sort by</translation>
    </message>
    <message>
        <source>Grouper par</source>
        <translation>Group by</translation>
    </message>
    <message>
        <source>Confortable</source>
        <translation>Comfortable</translation>
    </message>
    <message>
        <source>Compacte</source>
        <translation>Compact</translation>
    </message>
    <message>
        <source>Densité</source>
        <translation>Density</translation>
    </message>
    <message>
        <source>Liste</source>
        <translation>List</translation>
    </message>
    <message>
        <source>Tableau</source>
        <translation>Table</translation>
    </message>
    <message>
        <source>Affichage</source>
        <translation>Show as</translation>
    </message>
    <message>
        <source>Exporter la vue…</source>
        <translation>Export view…</translation>
    </message>
    <message>
        <source>Plus récents d’abord</source>
        <translation>Newest first</translation>
    </message>
    <message>
        <source>Plus hautes d’abord</source>
        <translation>Highest first</translation>
    </message>
    <message>
        <source>Ordre décroissant</source>
        <translation>Descending</translation>
    </message>
    <message>
        <source>Plus anciens d’abord</source>
        <translation>Oldest first</translation>
    </message>
    <message>
        <source>Plus basses d’abord</source>
        <translation>Lowest first</translation>
    </message>
    <message>
        <source>Ordre croissant</source>
        <translation>Ascending</translation>
    </message>
    <message>
        <source>Sans groupes</source>
        <translation>No groups</translation>
    </message>
    <message>
        <source>Jour</source>
        <translation>Day</translation>
    </message>
    <message>
        <source>Priorité</source>
        <translation>Priority</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Customer</translation>
    </message>
    <message>
        <source>Première étiquette</source>
        <translation>First tag</translation>
    </message>
</context>
<context>
    <name>LinkQuestion</name>
    <message>
        <source>Ouvrir</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>Copier</source>
        <translation>Copy</translation>
    </message>
    <message>
        <source>Copier l’adresse</source>
        <translation>Copy the address</translation>
    </message>
    <message>
        <source>Annuler</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Ouvrir cette adresse hors de l’application&#xa0;?</source>
        <translation>Open this address outside the application?</translation>
    </message>
</context>
<context>
    <name>ListHead</name>
    <message>
        <source>Présentation&#xa0;: {order}</source>
        <translation>Layout: {order}</translation>
    </message>
    <message>
        <source>Trier, grouper, densité</source>
        <translation>Sort, group, density</translation>
    </message>
    <message>
        <source>Colonnes</source>
        <translation>Columns</translation>
    </message>
    <message>
        <source>Exporter la vue</source>
        <translation>Export view</translation>
    </message>
    <message>
        <source>Liste</source>
        <translation>List</translation>
    </message>
    <message>
        <source>Tableau</source>
        <translation>Table</translation>
    </message>
    <message>
        <source>Liste ou tableau</source>
        <translation>List or table</translation>
    </message>
    <message>
        <source>Plus récents</source>
        <translation>Newest</translation>
    </message>
    <message>
        <source>Plus anciens</source>
        <translation>Oldest</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Actions du ticket</source>
        <translation>Actions of the ticket</translation>
    </message>
</context>
<context>
    <name>Markdown</name>
    <message>
        <source>La suite du texte n’est pas affichée.</source>
        <translation>The rest of the text is not shown.</translation>
    </message>
    <message>
        <source>image non chargée</source>
        <translation>image not loaded</translation>
    </message>
</context>
<context>
    <name>MarkdownEditor</name>
    <message>
        <source>Description</source>
        <translation>Description</translation>
    </message>
    <message>
        <source>obligatoire, en Markdown</source>
        <translation>required, in Markdown</translation>
    </message>
    <message>
        <source>Aperçu de la description</source>
        <translation>Preview of the description</translation>
    </message>
    <message>
        <source>Écrire</source>
        <translation>Write</translation>
    </message>
    <message>
        <source>Aperçu</source>
        <translation>Preview</translation>
    </message>
    <message>
        <source>Gras</source>
        <translation>Bold</translation>
    </message>
    <message>
        <source>Italique</source>
        <translation>Italic</translation>
    </message>
    <message>
        <source>Liste</source>
        <translation>List</translation>
    </message>
    <message>
        <source>Citation</source>
        <translation>Quote</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Lien</source>
        <translation>Link</translation>
    </message>
</context>
<context>
    <name>MarkdownView</name>
    <message numerus="yes">
        <source>%n correspondance(s)</source>
        <translation>
            <numerusform>%n match</numerusform>
            <numerusform>%n matches</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MarksPresenter</name>
    <message>
        <source>{number} marqué lu</source>
        <translation>{number} marked as read</translation>
    </message>
    <message>
        <source>{number} marqué non lu</source>
        <translation>{number} marked as unread</translation>
    </message>
    <message>
        <source>{number} désépinglé</source>
        <translation>{number} unpinned</translation>
    </message>
    <message>
        <source>{number} épinglé</source>
        <translation>{number} pinned</translation>
    </message>
    <message>
        <source>{number} n’est plus reporté</source>
        <translation>{number} is no longer snoozed</translation>
    </message>
    <message>
        <source>Note de {number} effacée</source>
        <translation>Note of {number} deleted</translation>
    </message>
    <message>
        <source>{number} est de retour</source>
        <translation>{number} is back</translation>
    </message>
    <message>
        <source>Ouvrir</source>
        <translation>Open</translation>
    </message>
    <message numerus="yes">
        <source>%n ticket(s) reporté(s) de retour</source>
        <translation>
            <numerusform>%n snoozed ticket is back</numerusform>
            <numerusform>%n snoozed tickets are back</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MetadataCard</name>
    <message>
        <source>Métadonnées</source>
        <translation>Metadata</translation>
    </message>
</context>
<context>
    <name>MetadataEditor</name>
    <message>
        <source>Métadonnées</source>
        <translation>Metadata</translation>
    </message>
    <message>
        <source>Métadonnées en JSON</source>
        <translation>Metadata as JSON</translation>
    </message>
    <message>
        <source>Ajouter une ligne</source>
        <translation>Add a row</translation>
    </message>
    <message>
        <source>Tableau</source>
        <translation>Table</translation>
    </message>
    <message>
        <source>Forme des métadonnées</source>
        <translation>Form of the metadata</translation>
    </message>
    <message>
        <source>JSON invalide, ligne {line}, colonne {column}.</source>
        <translation>Invalid JSON, line {line}, column {column}.</translation>
    </message>
    <message>
        <source>La clé «&#xa0;{key}&#xa0;» est en double.</source>
        <translation>The key “{key}” stands twice.</translation>
    </message>
    <message>
        <source>Ce JSON contient un nombre, un texte ou une profondeur hors limites.</source>
        <translation>This JSON holds a number, a text or a depth out of bounds.</translation>
    </message>
    <message>
        <source>Un objet JSON est attendu, entre accolades.</source>
        <translation>A JSON object is expected, in braces.</translation>
    </message>
    <message>
        <source>Cette ligne n’a pas de clé.</source>
        <translation>This row has no key.</translation>
    </message>
    <message>
        <source>«&#xa0;{key}&#xa0;»&#xa0;: un nombre s’écrit 48500 ou 12.5, sans espace ni virgule.</source>
        <translation>“{key}”: a number is written 48500 or 12.5, without spaces or commas.</translation>
    </message>
    <message>
        <source>«&#xa0;{key}&#xa0;»&#xa0;: un booléen est true ou false.</source>
        <translation>“{key}”: a boolean is true or false.</translation>
    </message>
    <message>
        <source>«&#xa0;{key}&#xa0;»&#xa0;: cette valeur n’est pas du JSON.</source>
        <translation>“{key}”: this value is not JSON.</translation>
    </message>
    <message numerus="yes">
        <source>%n clé(s)</source>
        <translation>
            <numerusform>%n key</numerusform>
            <numerusform>%n keys</numerusform>
        </translation>
    </message>
    <message>
        <source>{count}&#xa0;: {names}</source>
        <translation>{count}: {names}</translation>
    </message>
    <message>
        <source>Objet JSON valide, {keys}</source>
        <translation>Valid JSON object, {keys}</translation>
    </message>
</context>
<context>
    <name>MetadataModel</name>
    <message>
        <source>Clé</source>
        <translation>Key</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Type</translation>
    </message>
    <message>
        <source>Valeur</source>
        <translation>Value</translation>
    </message>
    <message>
        <source>texte</source>
        <translation>text</translation>
    </message>
    <message>
        <source>nombre</source>
        <translation>number</translation>
    </message>
    <message>
        <source>booléen</source>
        <translation>boolean</translation>
    </message>
    <message>
        <source>nul</source>
        <translation>null</translation>
    </message>
</context>
<context>
    <name>MetadataRowEdit</name>
    <message>
        <source>Clé</source>
        <translation>Key</translation>
    </message>
    <message>
        <source>clé</source>
        <translation>key</translation>
    </message>
    <message>
        <source>Valeur</source>
        <translation>Value</translation>
    </message>
    <message>
        <source>choisir</source>
        <translation>choose</translation>
    </message>
    <message>
        <source>valeur</source>
        <translation>value</translation>
    </message>
    <message>
        <source>Type de la valeur</source>
        <translation>Type of the value</translation>
    </message>
    <message>
        <source>Retirer la ligne</source>
        <translation>Remove the row</translation>
    </message>
</context>
<context>
    <name>MoreMenu</name>
    <message>
        <source>Plus d’actions</source>
        <translation>More actions</translation>
    </message>
    <message>
        <source>Copier le courriel</source>
        <translation>Copy email</translation>
    </message>
    <message>
        <source>Copier le téléphone</source>
        <translation>Copy phone</translation>
    </message>
</context>
<context>
    <name>NewTicketPanel</name>
    <message>
        <source>Rien n’a été déposé.</source>
        <translation>Nothing was filed.</translation>
    </message>
</context>
<context>
    <name>NewTicketPresenter</name>
    <message>
        <source>Ce qui est écrit reste ici, comme nouveau brouillon.</source>
        <translation>What is written stays here, as a new draft.</translation>
    </message>
</context>
<context>
    <name>NewsLine</name>
    <message>
        <source>SupportDesk Desktop {version} est installé.</source>
        <translation>SupportDesk Desktop {version} is installed.</translation>
    </message>
    <message>
        <source>Voir les nouveautés</source>
        <translation>See what’s new</translation>
    </message>
    <message>
        <source>Fermer</source>
        <translation>Close</translation>
    </message>
</context>
<context>
    <name>NoticeCards</name>
    <message>
        <source>assignations reçues</source>
        <translation>assignments received</translation>
    </message>
    <message>
        <source>notifiées à l’instant</source>
        <translation>notified at once</translation>
    </message>
    <message>
        <source>en cours de remise</source>
        <translation>being handed over</translation>
    </message>
    <message>
        <source>sans explication</source>
        <translation>unexplained</translation>
    </message>
    <message>
        <source>médiane, p95 {time}</source>
        <translation>median, p95 {time}</translation>
    </message>
    <message>
        <source>rejouées après coupure</source>
        <translation>replayed after a gap</translation>
    </message>
    <message>
        <source>retenues, Ne pas déranger</source>
        <translation>held, Do not disturb</translation>
    </message>
    <message>
        <source>dans un résumé</source>
        <translation>in a digest</translation>
    </message>
    <message>
        <source>regroupées</source>
        <translation>merged</translation>
    </message>
    <message>
        <source>affichées à l’écran</source>
        <translation>shown in the window</translation>
    </message>
    <message>
        <source>première synchronisation</source>
        <translation>first synchronisation</translation>
    </message>
    <message>
        <source>filtrées par un réglage</source>
        <translation>filtered by a setting</translation>
    </message>
    <message>
        <source>sans service de notification</source>
        <translation>without a notification service</translation>
    </message>
    <message>
        <source>refusées par le système</source>
        <translation>refused by the system</translation>
    </message>
</context>
<context>
    <name>NoticeWell</name>
    <message>
        <source>décision en cours</source>
        <translation>decision under way</translation>
    </message>
    <message>
        <source>Notification</source>
        <translation>Notification</translation>
    </message>
    <message>
        <source>remis au système à {time}</source>
        <translation>handed to the system at {time}</translation>
    </message>
    <message>
        <source>retenu à {time}</source>
        <translation>held at {time}</translation>
    </message>
    <message>
        <source>résumé remis au système à {time}</source>
        <translation>digest handed to the system at {time}</translation>
    </message>
    <message>
        <source>rafale remise au système à {time}</source>
        <translation>burst handed to the system at {time}</translation>
    </message>
    <message>
        <source>fenêtre au premier plan à {time}</source>
        <translation>window in front at {time}</translation>
    </message>
    <message>
        <source>déjà assigné, vu à {time}</source>
        <translation>already assigned, seen at {time}</translation>
    </message>
    <message>
        <source>non annoncé, vu à {time}</source>
        <translation>not announced, seen at {time}</translation>
    </message>
    <message>
        <source>rien n’a pu être annoncé à {time}</source>
        <translation>nothing could be announced at {time}</translation>
    </message>
    <message>
        <source>le système a refusé à {time}</source>
        <translation>the system refused at {time}</translation>
    </message>
    <message>
        <source>reçu à {time}, sans trace d’annonce</source>
        <translation>received at {time}, no trace of an announcement</translation>
    </message>
</context>
<context>
    <name>NoticeWords</name>
    <message>
        <source>En cours</source>
        <translation>Under way</translation>
    </message>
    <message>
        <source>remise au système</source>
        <translation>handing to the system</translation>
    </message>
    <message>
        <source>remis au système à {time}</source>
        <translation>handed to the system at {time}</translation>
    </message>
    <message>
        <source>remis au système</source>
        <translation>handed to the system</translation>
    </message>
    <message>
        <source>dans le résumé qui suit</source>
        <translation>in the digest that follows</translation>
    </message>
    <message>
        <source>avec d’autres, en une annonce</source>
        <translation>with others, in one announcement</translation>
    </message>
    <message>
        <source>arrivé dans une rafale</source>
        <translation>came in a burst</translation>
    </message>
    <message>
        <source>la fenêtre était devant vous</source>
        <translation>the window was in front of you</translation>
    </message>
    <message>
        <source>déjà assigné avant l’ouverture</source>
        <translation>assigned before opening</translation>
    </message>
    <message>
        <source>assigné à un autre niveau que N1</source>
        <translation>assigned at a level other than N1</translation>
    </message>
    <message>
        <source>rien n’a pu être affiché</source>
        <translation>nothing could be shown</translation>
    </message>
    <message>
        <source>refus ou silence du service</source>
        <translation>refused, or no answer</translation>
    </message>
    <message>
        <source>arrêt pendant la remise au système</source>
        <translation>stopped while handing it over</translation>
    </message>
</context>
<context>
    <name>NotificationsPage</name>
    <message>
        <source>Essai en cours…</source>
        <translation>Testing…</translation>
    </message>
    <message>
        <source>Essai&#xa0;: {outcome}</source>
        <translation>Test: {outcome}</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Notifications</translation>
    </message>
    <message>
        <source>aujourd’hui</source>
        <translation>today</translation>
    </message>
    <message>
        <source>Ne pas déranger…</source>
        <translation>Do not disturb…</translation>
    </message>
    <message>
        <source>Envoyer un essai</source>
        <translation>Send a test</translation>
    </message>
    <message>
        <source>Assignations</source>
        <translation>Assignments</translation>
    </message>
    <message>
        <source>Aucune assignation aujourd’hui.</source>
        <translation>No assignment today.</translation>
    </message>
    <message>
        <source>Chaque ticket qui vous est assigné laissera ici une ligne.</source>
        <translation>Every ticket assigned to you will leave a line here.</translation>
    </message>
    <message>
        <source>Chaque assignation a une ligne. Un événement ne notifie qu’une fois, même après une reconnexion.</source>
        <translation>Every assignment has a line. An event notifies once only, even after a reconnection.</translation>
    </message>
</context>
<context>
    <name>OtherTickets</name>
    <message>
        <source>Autres tickets de ce client</source>
        <translation>Other tickets of this customer</translation>
    </message>
    <message>
        <source>Tous</source>
        <translation>All</translation>
    </message>
    <message>
        <source>Chercher tous les tickets de ce client</source>
        <translation>Search all tickets of this customer</translation>
    </message>
</context>
<context>
    <name>OutboxPage</name>
    <message>
        <source>Boîte d’envoi</source>
        <translation>Outbox</translation>
    </message>
    <message>
        <source>Dépôts</source>
        <translation>Filings</translation>
    </message>
    <message>
        <source>Aucun dépôt pour l’instant.</source>
        <translation>Nothing filed yet.</translation>
    </message>
    <message>
        <source>Chaque ticket déposé laisse ici sa trace.</source>
        <translation>Every ticket you file leaves its trace here.</translation>
    </message>
    <message numerus="yes">
        <source>%n ouvert(s)</source>
        <translation>
            <numerusform>%n open</numerusform>
            <numerusform>%n open</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n confirmé(s)</source>
        <translation>
            <numerusform>%n confirmed</numerusform>
            <numerusform>%n confirmed</numerusform>
        </translation>
    </message>
    <message>
        <source>À décider et en route</source>
        <translation>To decide and on the way</translation>
    </message>
    <message>
        <source>Tous les états</source>
        <translation>All states</translation>
    </message>
    <message>
        <source>Avec les retirés</source>
        <translation>With those withdrawn</translation>
    </message>
    <message>
        <source>Saisir une nouvelle clé</source>
        <translation>Enter a new key</translation>
    </message>
    <message>
        <source>Réessayer</source>
        <translation>Retry</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>rechercher</source>
        <translation>search</translation>
    </message>
    <message>
        <source>priorité {name}</source>
        <translation>priority {name}</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>Actions</translation>
    </message>
    <message>
        <source>Aller à</source>
        <translation>Go to</translation>
    </message>
    <message>
        <source>Tickets</source>
        <translation>Tickets</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>Customers</translation>
    </message>
    <message>
        <source>Une action, une vue, un ticket, un client</source>
        <translation>An action, a view, a ticket, a customer</translation>
    </message>
    <message>
        <source>Propositions</source>
        <translation>Suggestions</translation>
    </message>
    <message>
        <source>{key} pour fermer</source>
        <translation>{key} to close</translation>
    </message>
    <message>
        <source>Rien ne correspond.</source>
        <translation>Nothing matches.</translation>
    </message>
    <message>
        <source>tout</source>
        <translation>everything</translation>
    </message>
</context>
<context>
    <name>PaletteFoot</name>
    <message numerus="yes">
        <source>%n proposition(s)</source>
        <translation>
            <numerusform>%n suggestion</numerusform>
            <numerusform>%n suggestions</numerusform>
        </translation>
    </message>
    <message>
        <source>choisir</source>
        <translation>choose</translation>
    </message>
    <message>
        <source>lancer</source>
        <translation>run</translation>
    </message>
    <message>
        <source>limiter à&#xa0;: actions, vues, tickets, clients</source>
        <translation>limit to: actions, views, tickets, customers</translation>
    </message>
</context>
<context>
    <name>PanelFoot</name>
    <message>
        <source>Dépôt en attente…</source>
        <translation>Waiting to be filed…</translation>
    </message>
    <message>
        <source>Créer et déposer</source>
        <translation>Create and file</translation>
    </message>
    <message>
        <source>Déposer le ticket</source>
        <translation>File the ticket</translation>
    </message>
</context>
<context>
    <name>PanelHeader</name>
    <message>
        <source>Corriger le dépôt</source>
        <translation>Correct the filing</translation>
    </message>
    <message>
        <source>Nouveau ticket</source>
        <translation>New ticket</translation>
    </message>
    <message>
        <source>canal API</source>
        <translation>API channel</translation>
    </message>
    <message>
        <source>refusé à {time}</source>
        <translation>refused at {time}</translation>
    </message>
    <message>
        <source>brouillon enregistré à {time}</source>
        <translation>draft saved at {time}</translation>
    </message>
    <message>
        <source>Brouillons</source>
        <translation>Drafts</translation>
    </message>
    <message>
        <source>Détacher dans une fenêtre</source>
        <translation>Detach into a window</translation>
    </message>
    <message>
        <source>Fermer, le brouillon est gardé</source>
        <translation>Close, the draft is kept</translation>
    </message>
</context>
<context>
    <name>Plurals</name>
    <message numerus="yes">
        <source>il y a %n seconde(s)</source>
        <translation>
            <numerusform>%n second ago</numerusform>
            <numerusform>%n seconds ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>il y a %n minute(s)</source>
        <translation>
            <numerusform>%n minute ago</numerusform>
            <numerusform>%n minutes ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>il y a %n heure(s)</source>
        <translation>
            <numerusform>%n hour ago</numerusform>
            <numerusform>%n hours ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>attend depuis %n seconde(s)</source>
        <translation>
            <numerusform>waiting for %n second</numerusform>
            <numerusform>waiting for %n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>attend depuis %n minute(s)</source>
        <translation>
            <numerusform>waiting for %n minute</numerusform>
            <numerusform>waiting for %n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>attend depuis %n heure(s)</source>
        <translation>
            <numerusform>waiting for %n hour</numerusform>
            <numerusform>waiting for %n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>attend depuis %n jour(s)</source>
        <translation>
            <numerusform>waiting for %n day</numerusform>
            <numerusform>waiting for %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ticket(s)</source>
        <translation>
            <numerusform>%n ticket</numerusform>
            <numerusform>%n tickets</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PriorityPicker</name>
    <message>
        <source>Priorité {name}</source>
        <translation>Priority {name}</translation>
    </message>
</context>
<context>
    <name>PrivateNote</name>
    <message>
        <source>Note privée</source>
        <translation>Private note</translation>
    </message>
    <message>
        <source>Reste sur ce poste&#xa0;; personne d’autre ne la lit.</source>
        <translation>Stays on this computer; nobody else reads it.</translation>
    </message>
</context>
<context>
    <name>QuietLine</name>
    <message>
        <source>à</source>
        <translation>to</translation>
    </message>
    <message>
        <source>Plage {number}, jours</source>
        <translation>Time {number}, days</translation>
    </message>
    <message>
        <source>Plage {number}, début</source>
        <translation>Time {number}, start</translation>
    </message>
    <message>
        <source>Plage {number}, fin</source>
        <translation>Time {number}, end</translation>
    </message>
    <message>
        <source>Retirer la plage {number}</source>
        <translation>Remove time {number}</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Navigation</source>
        <translation>Navigation</translation>
    </message>
    <message>
        <source>Suivi</source>
        <translation>Activity</translation>
    </message>
    <message>
        <source>Menu de l’application</source>
        <translation>Application menu</translation>
    </message>
    <message>
        <source>Mes tickets</source>
        <translation>My tickets</translation>
    </message>
    <message>
        <source>Urgents</source>
        <translation>Urgent</translation>
    </message>
    <message>
        <source>Nouveau aujourd’hui</source>
        <translation>New today</translation>
    </message>
    <message>
        <source>Épinglés</source>
        <translation>Pinned</translation>
    </message>
    <message numerus="yes">
        <source>%n ticket(s)</source>
        <translation>
            <numerusform>%n ticket</numerusform>
            <numerusform>%n tickets</numerusform>
        </translation>
    </message>
    <message>
        <source>Reportés</source>
        <translation>Snoozed</translation>
    </message>
    <message>
        <source>Boîte d’envoi</source>
        <translation>Outbox</translation>
    </message>
    <message numerus="yes">
        <source>%n dépôt(s) ouvert(s)</source>
        <translation>
            <numerusform>%n open filing</numerusform>
            <numerusform>%n open filings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n à décider</source>
        <translation>
            <numerusform>%n to decide</numerusform>
            <numerusform>%n to decide</numerusform>
        </translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Notifications</translation>
    </message>
    <message numerus="yes">
        <source>%n sans explication</source>
        <translation>
            <numerusform>%n unexplained</numerusform>
            <numerusform>%n unexplained</numerusform>
        </translation>
    </message>
    <message>
        <source>Statistiques</source>
        <translation>Statistics</translation>
    </message>
    <message>
        <source>Clé vérifiée</source>
        <translation>Key checked</translation>
    </message>
    <message>
        <source>Agent {level}</source>
        <translation>Agent {level}</translation>
    </message>
    <message>
        <source>{level}, disponible</source>
        <translation>{level}, available</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>Agent</translation>
    </message>
    <message>
        <source>Absent</source>
        <translation>Away</translation>
    </message>
    <message>
        <source>Absent jusqu’à {time}</source>
        <translation>Away until {time}</translation>
    </message>
    <message>
        <source>Disponibilité&#xa0;: {agent}</source>
        <translation>Availability: {agent}</translation>
    </message>
</context>
<context>
    <name>RailHeader</name>
    <message>
        <source>Données d’exemple</source>
        <translation>Sample data</translation>
    </message>
</context>
<context>
    <name>RateMeter</name>
    <message>
        <source>Hors ligne</source>
        <translation>Offline</translation>
    </message>
    <message>
        <source>Partira au retour du réseau</source>
        <translation>Will leave when the network is back</translation>
    </message>
    <message>
        <source>Débit limité</source>
        <translation>Rate limited</translation>
    </message>
    <message>
        <source>part dans {time}</source>
        <translation>leaves in {time}</translation>
    </message>
    <message>
        <source>Débit libre</source>
        <translation>Rate free</translation>
    </message>
    <message>
        <source>part tout de suite</source>
        <translation>leaves at once</translation>
    </message>
    <message numerus="yes">
        <source>%n demande(s)</source>
        <translation>
            <numerusform>%n request</numerusform>
            <numerusform>%n requests</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReferenceRow</name>
    <message>
        <source>réf. locale&#xa0;: ajoutée au dépôt, pour retrouver ce ticket dans le flux</source>
        <translation>local ref.: added when filed, to find this ticket in the feed</translation>
    </message>
</context>
<context>
    <name>SavedViewItem</name>
    <message>
        <source>épinglée</source>
        <translation>pinned</translation>
    </message>
</context>
<context>
    <name>SavedViewsMenu</name>
    <message>
        <source>Vues enregistrées</source>
        <translation>Saved views</translation>
    </message>
    <message>
        <source>Ne plus épingler la vue</source>
        <translation>Unpin the view</translation>
    </message>
</context>
<context>
    <name>SavedViewsPresenter</name>
    <message numerus="yes">
        <source>%n vue(s) au plus&#xa0;: retirez-en une d’abord.</source>
        <translation>
            <numerusform>%n view at most: remove one first.</numerusform>
            <numerusform>%n views at most: remove one first.</numerusform>
        </translation>
    </message>
    <message>
        <source>Vue «&#xa0;{name}&#xa0;» enregistrée</source>
        <translation>View “{name}” saved</translation>
    </message>
    <message>
        <source>Vue «&#xa0;{name}&#xa0;» retirée</source>
        <translation>View “{name}” removed</translation>
    </message>
    <message>
        <source>Lien de la vue «&#xa0;{name}&#xa0;» copié</source>
        <translation>Link of the view “{name}” copied</translation>
    </message>
</context>
<context>
    <name>SavedViewsSection</name>
    <message>
        <source>Vues enregistrées</source>
        <translation>Saved views</translation>
    </message>
    <message>
        <source>Nom de la vue</source>
        <translation>Name of the view</translation>
    </message>
    <message>
        <source>{name}, {place} sur {count}</source>
        <translation>{name}, {place} of {count}</translation>
    </message>
</context>
<context>
    <name>ScaleControl</name>
    <message>
        <source>{percent}&#xa0;%</source>
        <translation>{percent}%</translation>
    </message>
    <message>
        <source>Réduire le texte</source>
        <translation>Smaller text</translation>
    </message>
    <message>
        <source>Agrandir le texte</source>
        <translation>Larger text</translation>
    </message>
</context>
<context>
    <name>ScheduleControl</name>
    <message>
        <source>aucune plage</source>
        <translation>no times</translation>
    </message>
    <message>
        <source>Ajouter une plage</source>
        <translation>Add a time</translation>
    </message>
    <message>
        <source>Aujourd’hui&#xa0;: {when}</source>
        <translation>Today: {when}</translation>
    </message>
    <message>
        <source>en cours, jusqu’à {time}</source>
        <translation>now, until {time}</translation>
    </message>
    <message>
        <source>jamais</source>
        <translation>never</translation>
    </message>
    <message>
        <source>aujourd’hui, prochaine à {time}</source>
        <translation>today, next at {time}</translation>
    </message>
    <message>
        <source>prochaine {time}</source>
        <translation>next on {time}</translation>
    </message>
</context>
<context>
    <name>SearchSummary</name>
    <message>
        <source>Compris&#xa0;:</source>
        <translation>Understood as:</translation>
    </message>
    <message>
        <source>Recherche…</source>
        <translation>Searching…</translation>
    </message>
    <message numerus="yes">
        <source>%n résultat(s)</source>
        <translation>
            <numerusform>%n result</numerusform>
            <numerusform>%n results</numerusform>
        </translation>
    </message>
    <message>
        <source>sur {count}, en {time}</source>
        <translation>of {count}, in {time}</translation>
    </message>
</context>
<context>
    <name>SearchWords</name>
    <message>
        <source>sans {what}</source>
        <translation>without {what}</translation>
    </message>
    <message>
        <source>priorité {sign} {value}</source>
        <translation>priority {sign} {value}</translation>
    </message>
    <message>
        <source>«&#xa0;{what}&#xa0;» n’est pas un filtre, cherché comme un mot.</source>
        <translation>“{what}” is not a filter, searched as a word.</translation>
    </message>
    <message>
        <source>«&#xa0;{what}&#xa0;» n’est pas une de ses valeurs, cherché comme un mot.</source>
        <translation>“{what}” is not one of its values, searched as a word.</translation>
    </message>
    <message>
        <source>Il manque une valeur à «&#xa0;{what}&#xa0;».</source>
        <translation>“{what}” lacks a value.</translation>
    </message>
    <message>
        <source>«&#xa0;{text}&#xa0;»</source>
        <translation>“{text}”</translation>
    </message>
    <message>
        <source>priorité&#xa0;: {values}</source>
        <translation>priority: {values}</translation>
    </message>
    <message>
        <source>statut&#xa0;: {values}</source>
        <translation>status: {values}</translation>
    </message>
    <message>
        <source>client&#xa0;: {values}</source>
        <translation>customer: {values}</translation>
    </message>
    <message>
        <source>étiquette&#xa0;: {values}</source>
        <translation>tag: {values}</translation>
    </message>
    <message>
        <source>catégorie&#xa0;: {values}</source>
        <translation>category: {values}</translation>
    </message>
    <message>
        <source>canal&#xa0;: {values}</source>
        <translation>channel: {values}</translation>
    </message>
    <message>
        <source>numéro&#xa0;: {values}</source>
        <translation>number: {values}</translation>
    </message>
    <message>
        <source>note privée&#xa0;: {values}</source>
        <translation>private note: {values}</translation>
    </message>
    <message>
        <source> ou </source>
        <translation> or </translation>
    </message>
    <message>
        <source>non lu</source>
        <translation>unread</translation>
    </message>
    <message>
        <source>lu</source>
        <translation>read</translation>
    </message>
    <message>
        <source>épinglé</source>
        <translation>pinned</translation>
    </message>
    <message>
        <source>notifié</source>
        <translation>notified</translation>
    </message>
    <message>
        <source>notification retenue</source>
        <translation>notification held</translation>
    </message>
    <message>
        <source>reporté</source>
        <translation>snoozed</translation>
    </message>
    <message>
        <source>avec note privée</source>
        <translation>with a private note</translation>
    </message>
    <message>
        <source>reçu depuis {length}</source>
        <translation>received within {length}</translation>
    </message>
    <message>
        <source>reçu il y a plus de {length}</source>
        <translation>received over {length} ago</translation>
    </message>
    <message numerus="yes">
        <source>%n seconde(s)</source>
        <translation>
            <numerusform>%n second</numerusform>
            <numerusform>%n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n heure(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n jour(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n semaine(s)</source>
        <translation>
            <numerusform>%n week</numerusform>
            <numerusform>%n weeks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n mois</source>
        <translation>
            <numerusform>%n month</numerusform>
            <numerusform>%n months</numerusform>
        </translation>
    </message>
    <message>
        <source>aujourd’hui</source>
        <translation>today</translation>
    </message>
    <message>
        <source>hier</source>
        <translation>yesterday</translation>
    </message>
    <message>
        <source>reçu&#xa0;: {day}</source>
        <translation>received: {day}</translation>
    </message>
    <message>
        <source>reçu avant&#xa0;: {day}</source>
        <translation>received before: {day}</translation>
    </message>
    <message>
        <source>reçu jusqu’à&#xa0;: {day}</source>
        <translation>received up to: {day}</translation>
    </message>
    <message>
        <source>reçu après&#xa0;: {day}</source>
        <translation>received after: {day}</translation>
    </message>
    <message>
        <source>reçu depuis&#xa0;: {day}</source>
        <translation>received since: {day}</translation>
    </message>
</context>
<context>
    <name>SectionItem</name>
    <message numerus="yes">
        <source>%n modifié(s)</source>
        <translation>
            <numerusform>%n changed</numerusform>
            <numerusform>%n changed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SelectionBar</name>
    <message>
        <source>Copier les numéros</source>
        <translation>Copy numbers</translation>
    </message>
    <message>
        <source>Exporter CSV</source>
        <translation>Export CSV</translation>
    </message>
    <message>
        <source>Marquer traité</source>
        <translation>Mark as done</translation>
    </message>
    <message>
        <source>Désélectionner</source>
        <translation>Clear selection</translation>
    </message>
    <message>
        <source>Autres actions sur la sélection</source>
        <translation>Other actions on the selection</translation>
    </message>
    <message>
        <source>Sélection</source>
        <translation>Selection</translation>
    </message>
    <message numerus="yes">
        <source>%n sélectionné(s)</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>dont %n urgent(s)</source>
        <translation>
            <numerusform>%n of them urgent</numerusform>
            <numerusform>%n of them urgent</numerusform>
        </translation>
    </message>
    <message>
        <source>Copier en liens Markdown</source>
        <translation>Copy as Markdown links</translation>
    </message>
    <message>
        <source>Copier en CSV</source>
        <translation>Copy as CSV</translation>
    </message>
    <message>
        <source>Exporter CSV…</source>
        <translation>Export CSV…</translation>
    </message>
    <message>
        <source>Marquer comme lus</source>
        <translation>Mark as read</translation>
    </message>
    <message>
        <source>Marquer comme non lus</source>
        <translation>Mark as unread</translation>
    </message>
    <message>
        <source>Épingler</source>
        <translation>Pin</translation>
    </message>
    <message>
        <source>Ne plus épingler</source>
        <translation>Unpin</translation>
    </message>
</context>
<context>
    <name>SettingRow</name>
    <message>
        <source>Rétablir</source>
        <translation>Reset</translation>
    </message>
    <message>
        <source>Rétablir {name}</source>
        <translation>Reset {name}</translation>
    </message>
    <message>
        <source>défaut&#xa0;: {value}</source>
        <translation>default: {value}</translation>
    </message>
    <message>
        <source>par défaut</source>
        <translation>default</translation>
    </message>
</context>
<context>
    <name>SettingsIndex</name>
    <message>
        <source>Tout est par défaut.</source>
        <translation>Everything is at its default.</translation>
    </message>
    <message>
        <source>Réglages</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>Rechercher un réglage</source>
        <translation>Search the settings</translation>
    </message>
    <message>
        <source>Chaque changement s’applique aussitôt et se garde sur ce poste.</source>
        <translation>Each change applies at once and stays on this computer.</translation>
    </message>
    <message>
        <source>Tout remettre par défaut…</source>
        <translation>Reset everything…</translation>
    </message>
    <message>
        <source>Remettre</source>
        <translation>Reset</translation>
    </message>
    <message>
        <source>Garder</source>
        <translation>Keep</translation>
    </message>
    <message numerus="yes">
        <source>Remettre %n réglage(s) par défaut&#xa0;?</source>
        <translation>
            <numerusform>Reset %n setting?</numerusform>
            <numerusform>Reset %n settings?</numerusform>
        </translation>
    </message>
    <message>
        <source>La clé, les brouillons et les tickets restent.</source>
        <translation>Key, drafts and tickets stay.</translation>
    </message>
</context>
<context>
    <name>SettingsPresenter</name>
    <message>
        <source>Essai…</source>
        <translation>Testing…</translation>
    </message>
    <message>
        <source>Aucun service de notification</source>
        <translation>No notification service</translation>
    </message>
    <message>
        <source>Refusé par le système</source>
        <translation>Refused by the system</translation>
    </message>
    <message>
        <source>Notifié en {time}</source>
        <translation>Notified in {time}</translation>
    </message>
</context>
<context>
    <name>SettingsWindow</name>
    <message>
        <source>Envoyer un essai</source>
        <translation>Send a test</translation>
    </message>
    <message>
        <source>Réglages – SupportDesk Desktop</source>
        <translation>Settings – SupportDesk Desktop</translation>
    </message>
    <message>
        <source>Saisir une nouvelle clé</source>
        <translation>Enter a new key</translation>
    </message>
    <message>
        <source>Nouveautés</source>
        <translation>What’s new</translation>
    </message>
    <message>
        <source>Aucun réglage ne correspond.</source>
        <translation>No setting matches.</translation>
    </message>
    <message>
        <source>par le service du système&#xa0;: {name}</source>
        <translation>by the system’s service: {name}</translation>
    </message>
</context>
<context>
    <name>SettingsWords</name>
    <message>
        <source>Compte et serveur</source>
        <translation>Account and server</translation>
    </message>
    <message>
        <source>serveur, clé d’agent</source>
        <translation>server, agent key</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Notifications</translation>
    </message>
    <message>
        <source>annonces des assignations</source>
        <translation>announcements of assignments</translation>
    </message>
    <message>
        <source>Apparence</source>
        <translation>Appearance</translation>
    </message>
    <message>
        <source>thème, langue, texte, densité, clavier</source>
        <translation>theme, language, text, density, keyboard</translation>
    </message>
    <message>
        <source>Dépôt</source>
        <translation>Filing</translation>
    </message>
    <message>
        <source>ce qui part avec un ticket</source>
        <translation>what leaves with a ticket</translation>
    </message>
    <message>
        <source>Confidentialité</source>
        <translation>Privacy</translation>
    </message>
    <message>
        <source>ce qui reste sur ce poste</source>
        <translation>what stays on this computer</translation>
    </message>
    <message>
        <source>Avancé</source>
        <translation>Advanced</translation>
    </message>
    <message>
        <source>version, nouveautés</source>
        <translation>version, what’s new</translation>
    </message>
    <message>
        <source>Serveur</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Un profil est lié à un seul serveur et à un seul agent.</source>
        <translation>A profile belongs to one server and one agent.</translation>
    </message>
    <message>
        <source>adresse, url, boutique</source>
        <translation>address, url, shop</translation>
    </message>
    <message>
        <source>Clé d’agent</source>
        <translation>Agent key</translation>
    </message>
    <message>
        <source>Dans le trousseau du système, jamais dans un fichier.</source>
        <translation>In the system keyring, never in a file.</translation>
    </message>
    <message>
        <source>mot de passe, jeton, connexion</source>
        <translation>password, token, sign in</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Ce que chaque version a apporté, lisible hors ligne.</source>
        <translation>What each version brought, readable offline.</translation>
    </message>
    <message>
        <source>mise à jour, journal des changements</source>
        <translation>update, changelog</translation>
    </message>
    <message>
        <source>Notifications du système</source>
        <translation>System notifications</translation>
    </message>
    <message>
        <source>Désactivées, le registre garde une ligne par assignation.</source>
        <translation>When off, the account keeps a line for each assignment.</translation>
    </message>
    <message>
        <source>annonces, alertes, essai</source>
        <translation>announcements, alerts, test</translation>
    </message>
    <message>
        <source>Ne pas déranger, horaires</source>
        <translation>Do not disturb, schedule</translation>
    </message>
    <message>
        <source>Ce qui arrive alors est retenu, puis montré en un résumé à la reprise.</source>
        <translation>What arrives then is held, and shown in one summary afterwards.</translation>
    </message>
    <message>
        <source>silence, pause, nuit, week-end, plage</source>
        <translation>silence, break, night, weekend, time</translation>
    </message>
    <message>
        <source>Laisser passer Critique</source>
        <translation>Let Critical through</translation>
    </message>
    <message>
        <source>Un ticket Critique notifie même pendant Ne pas déranger.</source>
        <translation>A Critical ticket notifies even during Do not disturb.</translation>
    </message>
    <message>
        <source>urgence, priorité</source>
        <translation>urgency, priority</translation>
    </message>
    <message>
        <source>Contenu affiché</source>
        <translation>What is shown</translation>
    </message>
    <message>
        <source>Ce que l’on peut lire sur l’écran verrouillé, après la priorité.</source>
        <translation>What can be read on a locked screen, after the priority.</translation>
    </message>
    <message>
        <source>masquer, confidentialité, sujet, client</source>
        <translation>hide, privacy, subject, customer</translation>
    </message>
    <message>
        <source>Regrouper une rafale</source>
        <translation>Merge a burst</translation>
    </message>
    <message>
        <source>Au-delà, une seule notification donne le nombre et le plus urgent.</source>
        <translation>Beyond it, one notification tells how many and the most urgent.</translation>
    </message>
    <message>
        <source>résumé, fusion</source>
        <translation>summary, merge</translation>
    </message>
    <message>
        <source>Rappel si non ouvert</source>
        <translation>Remind if not opened</translation>
    </message>
    <message>
        <source>Une seule fois par ticket.</source>
        <translation>Once for each ticket.</translation>
    </message>
    <message>
        <source>relance, oubli, non lu</source>
        <translation>again, forgotten, unread</translation>
    </message>
    <message>
        <source>Son</source>
        <translation>Sound</translation>
    </message>
    <message>
        <source>Jamais pendant Ne pas déranger.</source>
        <translation>Never during Do not disturb.</translation>
    </message>
    <message>
        <source>bruit, sonnerie, bip, muet, silence</source>
        <translation>noise, ring, beep, mute, silence</translation>
    </message>
    <message>
        <source>Escalade trop longue</source>
        <translation>Escalation over its limit</translation>
    </message>
    <message>
        <source>Passé ce temps, une escalade est annoncée une fois, sur ce poste.</source>
        <translation>After this time an escalation is announced once, on this computer.</translation>
    </message>
    <message>
        <source>seuil, délai, retard, priorité, escalader</source>
        <translation>limit, delay, late, priority, escalate</translation>
    </message>
    <message>
        <source>Thème</source>
        <translation>Theme</translation>
    </message>
    <message>
        <source>Système suit le réglage clair ou sombre du bureau.</source>
        <translation>System follows the desktop’s light or dark setting.</translation>
    </message>
    <message>
        <source>couleurs, nuit</source>
        <translation>colours, night</translation>
    </message>
    <message>
        <source>Langue</source>
        <translation>Language</translation>
    </message>
    <message>
        <source>Les tickets gardent la langue de leur auteur.</source>
        <translation>Tickets keep the language of their author.</translation>
    </message>
    <message>
        <source>Taille du texte</source>
        <translation>Text size</translation>
    </message>
    <message>
        <source>De 100 à 200&#xa0;%, aussi par Ctrl++ et Ctrl+-.</source>
        <translation>From 100 to 200%, also by Ctrl++ and Ctrl+-.</translation>
    </message>
    <message>
        <source>zoom, police, lisibilité</source>
        <translation>zoom, font, legibility</translation>
    </message>
    <message>
        <source>Densité de la liste</source>
        <translation>List density</translation>
    </message>
    <message>
        <source>Deux lignes par ticket ou une, dans toutes les vues.</source>
        <translation>Two lines a ticket or one, in every view.</translation>
    </message>
    <message>
        <source>compact, lignes, hauteur</source>
        <translation>compact, lines, height</translation>
    </message>
    <message>
        <source>Attente trop longue</source>
        <translation>Waiting too long</translation>
    </message>
    <message>
        <source>Passé ce temps, l’attente du client ressort dans la liste.</source>
        <translation>After this time, the wait of the customer stands out in the list.</translation>
    </message>
    <message>
        <source>seuil, délai, retard, priorité, horloge</source>
        <translation>threshold, limit, delay, late, priority, clock</translation>
    </message>
    <message>
        <source>Lettres seules</source>
        <translation>Single letters</translation>
    </message>
    <message>
        <source>J, K, P, C et G agissent quand une liste a le focus.</source>
        <translation>J, K, P, C and G act while a list has the focus.</translation>
    </message>
    <message>
        <source>clavier, raccourcis</source>
        <translation>keyboard, shortcuts</translation>
    </message>
    <message>
        <source>Délai pour annuler</source>
        <translation>Time to undo</translation>
    </message>
    <message>
        <source>Un dépôt du formulaire attend ce temps avant de partir.</source>
        <translation>A filing from the form waits this long before it leaves.</translation>
    </message>
    <message>
        <source>reprendre, attente, secondes</source>
        <translation>take back, wait, seconds</translation>
    </message>
    <message>
        <source>Référence du dépôt</source>
        <translation>Filing reference</translation>
    </message>
    <message>
        <source>metadata.clientRef part avec le ticket. Sans elle, un dépôt incertain est plus difficile à reconnaître.</source>
        <translation>metadata.clientRef travels with the ticket. Without it an uncertain filing is harder to recognise.</translation>
    </message>
    <message>
        <source>clientRef, métadonnées, doublon</source>
        <translation>clientRef, metadata, duplicate</translation>
    </message>
    <message>
        <source>Garder les tickets partis</source>
        <translation>Keep tickets that left</translation>
    </message>
    <message>
        <source>Passé ce délai, un ticket qui n’est plus à vous est oublié de ce poste.</source>
        <translation>After that, a ticket that is no longer yours is forgotten on this computer.</translation>
    </message>
    <message>
        <source>conservation, effacer, durée, historique</source>
        <translation>retention, erase, duration, history</translation>
    </message>
    <message>
        <source>Adresse du tableau de bord</source>
        <translation>Address of the dashboard</translation>
    </message>
    <message>
        <source>En https, avec {number} ou {id} à la place du ticket. Vide, le menu d’un ticket n’y mène pas.</source>
        <translation>Over https, with {number} or {id} in place of the ticket. Empty, the menu of a ticket does not lead there.</translation>
    </message>
    <message>
        <source>web, lien, URL, navigateur</source>
        <translation>web, link, URL, browser</translation>
    </message>
    <message>
        <source>Dire les nouveautés</source>
        <translation>Tell what’s new</translation>
    </message>
    <message>
        <source>Une ligne, une fois, après une mise à jour.</source>
        <translation>One line, once, after an update.</translation>
    </message>
    <message>
        <source>version, changements</source>
        <translation>version, changes</translation>
    </message>
</context>
<context>
    <name>Shortcuts</name>
    <message>
        <source>Partout</source>
        <translation>Everywhere</translation>
    </message>
    <message>
        <source>Se déplacer</source>
        <translation>Move</translation>
    </message>
    <message>
        <source>Dans une liste</source>
        <translation>In a list</translation>
    </message>
    <message>
        <source>Recherche</source>
        <translation>Search</translation>
    </message>
    <message>
        <source>Vues enregistrées</source>
        <translation>Saved views</translation>
    </message>
    <message>
        <source>Aller à</source>
        <translation>Go to</translation>
    </message>
    <message>
        <source>Affichage</source>
        <translation>Display</translation>
    </message>
    <message>
        <source>Dépôt</source>
        <translation>Filing</translation>
    </message>
    <message>
        <source>ou</source>
        <translation>or</translation>
    </message>
</context>
<context>
    <name>ShortcutsPage</name>
    <message>
        <source>Raccourcis</source>
        <translation>Shortcuts</translation>
    </message>
    <message>
        <source>Copier la liste</source>
        <translation>Copy the list</translation>
    </message>
    <message>
        <source>Fermer les raccourcis</source>
        <translation>Close the shortcuts</translation>
    </message>
    <message>
        <source>Filtrer les raccourcis</source>
        <translation>Filter the shortcuts</translation>
    </message>
    <message>
        <source>Une action, ou pressez les touches elles-mêmes</source>
        <translation>An action, or press the keys themselves</translation>
    </message>
    <message>
        <source>Lettres seules actives dans les listes</source>
        <translation>Single letters active in lists</translation>
    </message>
    <message>
        <source>Chaque commande est aussi dans la palette, avec ou sans raccourci.</source>
        <translation>Every command is in the palette too, with or without a shortcut.</translation>
    </message>
    <message>
        <source>revenir</source>
        <translation>back</translation>
    </message>
    <message numerus="yes">
        <source>%n commande(s)</source>
        <translation>
            <numerusform>%n command</numerusform>
            <numerusform>%n commands</numerusform>
        </translation>
    </message>
    <message>
        <source>{keys} ne fait rien ici.</source>
        <translation>{keys} does nothing here.</translation>
    </message>
    <message>
        <source>Aucun raccourci ne correspond.</source>
        <translation>No shortcut matches.</translation>
    </message>
</context>
<context>
    <name>Snooze</name>
    <message>
        <source>Reporté, de retour à {time}</source>
        <translation>Snoozed, back at {time}</translation>
    </message>
    <message>
        <source>{number} reporté, de retour à {time}</source>
        <translation>{number} snoozed, back at {time}</translation>
    </message>
    <message>
        <source>Reporté, de retour le {day} à {time}</source>
        <translation>Snoozed, back on {day} at {time}</translation>
    </message>
    <message>
        <source>{number} reporté, de retour le {day} à {time}</source>
        <translation>{number} snoozed, back on {day} at {time}</translation>
    </message>
</context>
<context>
    <name>SnoozeMenu</name>
    <message>
        <source>Reporter</source>
        <translation>Snooze</translation>
    </message>
    <message>
        <source>Dans une heure</source>
        <translation>In an hour</translation>
    </message>
    <message>
        <source>Cet après-midi</source>
        <translation>This afternoon</translation>
    </message>
    <message>
        <source>Demain matin</source>
        <translation>Tomorrow morning</translation>
    </message>
    <message>
        <source>Ne plus reporter</source>
        <translation>End the snooze</translation>
    </message>
    <message>
        <source>Jusqu’au</source>
        <translation>Until</translation>
    </message>
    <message>
        <source>Jour et heure du retour</source>
        <translation>Day and time of return</translation>
    </message>
</context>
<context>
    <name>StatisticsPage</name>
    <message>
        <source>Statistiques</source>
        <translation>Statistics</translation>
    </message>
    <message>
        <source>Période</source>
        <translation>Period</translation>
    </message>
    <message>
        <source>7 jours</source>
        <translation>7 days</translation>
    </message>
    <message>
        <source>30 jours</source>
        <translation>30 days</translation>
    </message>
    <message>
        <source>Présentation</source>
        <translation>Presentation</translation>
    </message>
    <message>
        <source>Statistiques par jour</source>
        <translation>Statistics by day</translation>
    </message>
    <message>
        <source>Calculé sur ce poste, rien n’est envoyé.</source>
        <translation>Computed on this computer, nothing is sent.</translation>
    </message>
    <message>
        <source>médiane</source>
        <translation>median</translation>
    </message>
    <message>
        <source>p95</source>
        <translation>p95</translation>
    </message>
    <message>
        <source>rejoué</source>
        <translation>replayed</translation>
    </message>
    <message>
        <source>relu</source>
        <translation>reloaded</translation>
    </message>
    <message>
        <source>en cours</source>
        <translation>ongoing</translation>
    </message>
    <message>
        <source>Tickets par jour</source>
        <translation>Tickets per day</translation>
    </message>
    <message>
        <source>nombre</source>
        <translation>number</translation>
    </message>
    <message>
        <source>reçus</source>
        <translation>received</translation>
    </message>
    <message>
        <source>traités</source>
        <translation>done</translation>
    </message>
    <message>
        <source>déposés</source>
        <translation>filed</translation>
    </message>
    <message>
        <source>De l’assignation à la fin</source>
        <translation>From assignment to done</translation>
    </message>
    <message>
        <source>Du dépôt à la confirmation</source>
        <translation>From filing to confirmation</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>De l’assignation à la notification</source>
        <translation>From assignment to notification</translation>
    </message>
    <message>
        <source>Temps sans nouvelles du serveur</source>
        <translation>Time without news from the server</translation>
    </message>
    <message>
        <source>en journée</source>
        <translation>in the working day</translation>
    </message>
    <message>
        <source>reçus, {done} traités</source>
        <translation>received, {done} done</translation>
    </message>
    <message>
        <source>déposés, {confirmed} confirmés</source>
        <translation>filed, {confirmed} confirmed</translation>
    </message>
    <message>
        <source>sans nouvelles, {gaps}</source>
        <translation>without news, {gaps}</translation>
    </message>
    <message>
        <source>ticket perdu</source>
        <translation>tickets lost</translation>
    </message>
    <message>
        <source>rien n’a encore été observé</source>
        <translation>nothing was observed yet</translation>
    </message>
    <message>
        <source>une coupure n’est pas encore vérifiée</source>
        <translation>a gap is not verified yet</translation>
    </message>
    <message>
        <source>pour finir</source>
        <translation>to finish</translation>
    </message>
    <message>
        <source>notification</source>
        <translation>notification</translation>
    </message>
    <message>
        <source>{what}, p95 {time}</source>
        <translation>{what}, p95 {time}</translation>
    </message>
    <message>
        <source>Calculé sur ce poste, rien n’est envoyé. Aujourd’hui jusqu’à {time}. «&#xa0;fermé&#xa0;»&#xa0;: l’application n’était pas ouverte, rien n’est compté.</source>
        <translation>Computed on this computer, nothing is sent. Today up to {time}. “closed”: the application was not open, nothing is counted.</translation>
    </message>
    <message>
        <source>statistiques {first} {last}</source>
        <translation>statistics {first} {last}</translation>
    </message>
    <message>
        <source>Exporter CSV</source>
        <translation>Export CSV</translation>
    </message>
    <message>
        <source>Barres</source>
        <translation>Bars</translation>
    </message>
    <message>
        <source>Tableau</source>
        <translation>Table</translation>
    </message>
</context>
<context>
    <name>StatisticsWords</name>
    <message>
        <source>aujourd’hui</source>
        <translation>today</translation>
    </message>
    <message>
        <source>aujourd’hui, inachevé</source>
        <translation>today, unfinished</translation>
    </message>
    <message>
        <source>fermé</source>
        <translation>closed</translation>
    </message>
    <message>
        <source>&lt;&#xa0;1&#xa0;s</source>
        <translation>&lt; 1 s</translation>
    </message>
    <message numerus="yes">
        <source>%n coupure(s)</source>
        <translation>
            <numerusform>%n gap</numerusform>
            <numerusform>%n gaps</numerusform>
        </translation>
    </message>
    <message>
        <source>{received} reçus, {done} traités, {filed} déposés, {confirmed} confirmés</source>
        <translation>{received} received, {done} done, {filed} filed, {confirmed} confirmed</translation>
    </message>
    <message>
        <source>aucune mesure</source>
        <translation>no measurement</translation>
    </message>
    <message>
        <source>médiane {median}, p95 {p95}</source>
        <translation>median {median}, p95 {p95}</translation>
    </message>
    <message>
        <source>aucune coupure</source>
        <translation>no gap</translation>
    </message>
    <message>
        <source>{length} rejoué</source>
        <translation>{length} replayed</translation>
    </message>
    <message>
        <source>{length} relu</source>
        <translation>{length} reloaded</translation>
    </message>
    <message>
        <source>{length} en cours</source>
        <translation>{length} ongoing</translation>
    </message>
    <message>
        <source>{day}&#xa0;: {what}</source>
        <translation>{day}: {what}</translation>
    </message>
</context>
<context>
    <name>StripWords</name>
    <message>
        <source>Disque plein&#xa0;: les nouveautés ne sont plus enregistrées</source>
        <translation>Disk full: news is no longer stored</translation>
    </message>
    <message>
        <source>Disque plein</source>
        <translation>Disk full</translation>
    </message>
    <message>
        <source>Données endommagées</source>
        <translation>Data damaged</translation>
    </message>
    <message>
        <source>Fermez puis rouvrez ce profil&#xa0;: elles seront relues du serveur.</source>
        <translation>Close this profile and open it again: it will be reloaded from the server.</translation>
    </message>
    <message>
        <source>Données locales remplacées pendant leur utilisation</source>
        <translation>Local data replaced while it was in use</translation>
    </message>
    <message>
        <source>Données remplacées</source>
        <translation>Data replaced</translation>
    </message>
    <message>
        <source>Fermez puis rouvrez ce profil.</source>
        <translation>Close this profile and open it again.</translation>
    </message>
    <message>
        <source>Dossier de données en lecture seule&#xa0;: rien n’est enregistré</source>
        <translation>Data folder is read-only: nothing is stored</translation>
    </message>
    <message>
        <source>Lecture seule</source>
        <translation>Read-only</translation>
    </message>
    <message>
        <source>Rendez-le accessible en écriture, l’application reprend d’elle-même.</source>
        <translation>Make it writable, the application goes on by itself.</translation>
    </message>
    <message>
        <source>Un autre programme tient ce profil et ne répond pas</source>
        <translation>Another program holds this profile and does not answer</translation>
    </message>
    <message>
        <source>Profil bloqué</source>
        <translation>Profile blocked</translation>
    </message>
    <message>
        <source>Arrêtez-le, cette fenêtre prend sa place.</source>
        <translation>End it, this window takes over.</translation>
    </message>
    <message>
        <source>À jour, vérifié à {time}</source>
        <translation>Up to date, verified at {time}</translation>
    </message>
    <message>
        <source>À jour · {time}</source>
        <translation>Up to date · {time}</translation>
    </message>
    <message numerus="yes">
        <source>%n ticket(s), vérifié(s)</source>
        <translation>
            <numerusform>%n ticket, verified</numerusform>
            <numerusform>%n tickets, verified</numerusform>
        </translation>
    </message>
    <message>
        <source>Ne pas déranger du bureau</source>
        <translation>Do not disturb, by the desktop</translation>
    </message>
    <message>
        <source>Connecté, en attente du serveur</source>
        <translation>Connected, waiting for the server</translation>
    </message>
    <message>
        <source>En attente</source>
        <translation>Waiting</translation>
    </message>
    <message>
        <source>Vérifié à {time}, en attente du serveur</source>
        <translation>Verified at {time}, waiting for the server</translation>
    </message>
    <message>
        <source>Vérifié · {time}</source>
        <translation>Verified · {time}</translation>
    </message>
    <message>
        <source>Connexion…</source>
        <translation>Connecting…</translation>
    </message>
    <message>
        <source>Reconnexion…</source>
        <translation>Reconnecting…</translation>
    </message>
    <message>
        <source>Hors ligne depuis {time}</source>
        <translation>Offline since {time}</translation>
    </message>
    <message>
        <source>Hors ligne · {time}</source>
        <translation>Offline · {time}</translation>
    </message>
    <message>
        <source>Rattrapage…</source>
        <translation>Catching up…</translation>
    </message>
    <message>
        <source>lecture des événements manqués</source>
        <translation>reading the missed events</translation>
    </message>
    <message>
        <source>Relecture complète…</source>
        <translation>Full reload…</translation>
    </message>
    <message numerus="yes">
        <source>%n ticket(s) reçu(s), l’ancienne liste reste affichée</source>
        <translation>
            <numerusform>%n ticket received, the old list stays on screen</numerusform>
            <numerusform>%n tickets received, the old list stays on screen</numerusform>
        </translation>
    </message>
    <message>
        <source>Ce serveur n’offre pas de flux en direct</source>
        <translation>This server offers no live feed</translation>
    </message>
    <message>
        <source>Le dépôt, la boîte d’envoi et la recherche locale restent disponibles.</source>
        <translation>Filing, the outbox and local search still work.</translation>
    </message>
    <message>
        <source>Pas de flux en direct</source>
        <translation>No live feed</translation>
    </message>
    <message>
        <source>Clé refusée à {time}</source>
        <translation>Key refused at {time}</translation>
    </message>
    <message>
        <source>Aucune clé sur ce poste</source>
        <translation>No key on this computer</translation>
    </message>
    <message>
        <source>Aucune clé</source>
        <translation>No key</translation>
    </message>
    <message>
        <source>Clé refusée</source>
        <translation>Key refused</translation>
    </message>
    <message>
        <source>Ce profil est celui d’un autre serveur</source>
        <translation>This profile belongs to another server</translation>
    </message>
    <message>
        <source>Autre serveur</source>
        <translation>Other server</translation>
    </message>
    <message>
        <source>Cette clé est celle d’un autre agent</source>
        <translation>This key belongs to another agent</translation>
    </message>
    <message>
        <source>{tickets}, comme sur le serveur</source>
        <translation>{tickets}, same as the server</translation>
    </message>
    <message>
        <source>{tickets}, comme sur le relais</source>
        <translation>{tickets}, same as the relay</translation>
    </message>
    <message>
        <source>à jour, vérifié à {time}</source>
        <translation>up to date, verified at {time}</translation>
    </message>
    <message>
        <source>vérifié à {time}</source>
        <translation>verified at {time}</translation>
    </message>
    <message>
        <source>Hors ligne</source>
        <translation>Offline</translation>
    </message>
    <message numerus="yes">
        <source>%n ticket(s) gardé(s) sur ce poste, pas encore vérifié(s)</source>
        <translation>
            <numerusform>%n ticket kept on this computer, not verified yet</numerusform>
            <numerusform>%n tickets kept on this computer, not verified yet</numerusform>
        </translation>
    </message>
    <message>
        <source>La liste n’est plus tenue à jour.</source>
        <translation>The list is no longer kept up to date.</translation>
    </message>
    <message>
        <source>Clé d’un autre agent</source>
        <translation>Another agent’s key</translation>
    </message>
    <message>
        <source>Mise à jour nécessaire</source>
        <translation>Update needed</translation>
    </message>
    <message>
        <source>Ce serveur demande une version plus récente.</source>
        <translation>This server requires a newer version.</translation>
    </message>
    <message>
        <source>Ouvert ailleurs</source>
        <translation>Open elsewhere</translation>
    </message>
    <message>
        <source>Une copie de cette application suit déjà les tickets.</source>
        <translation>A copy of this application already follows the tickets.</translation>
    </message>
    <message>
        <source>Réessayer</source>
        <translation>Retry</translation>
    </message>
    <message>
        <source>Saisir une nouvelle clé</source>
        <translation>Enter a new key</translation>
    </message>
    <message>
        <source>Reprendre ici</source>
        <translation>Take over here</translation>
    </message>
    <message>
        <source>Ouvrir un autre profil</source>
        <translation>Open another profile</translation>
    </message>
    <message numerus="yes">
        <source>%n ticket(s)</source>
        <translation>
            <numerusform>%n ticket</numerusform>
            <numerusform>%n tickets</numerusform>
        </translation>
    </message>
    <message>
        <source>Prochain essai à {time}</source>
        <translation>Next try at {time}</translation>
    </message>
    <message>
        <source>État du flux&#xa0;: {state}</source>
        <translation>State of the feed: {state}</translation>
    </message>
    <message>
        <source>Heure du serveur, UTC&#xa0;: {time}</source>
        <translation>Server time, UTC: {time}</translation>
    </message>
    <message>
        <source>Écart d’horloge&#xa0;: {offset}</source>
        <translation>Clock offset: {offset}</translation>
    </message>
    <message numerus="yes">
        <source>%n coupure(s)</source>
        <translation>
            <numerusform>%n gap</numerusform>
            <numerusform>%n gaps</numerusform>
        </translation>
    </message>
    <message>
        <source>Données locales inaccessibles&#xa0;: rien n’est enregistré</source>
        <translation>Local data unavailable: nothing is stored</translation>
    </message>
    <message>
        <source>Données inaccessibles</source>
        <translation>Data unavailable</translation>
    </message>
    <message>
        <source>Les tickets ne sont plus suivis</source>
        <translation>Tickets are no longer followed</translation>
    </message>
    <message>
        <source>Suivi en panne</source>
        <translation>Following fails</translation>
    </message>
    <message>
        <source>L’envoi est en panne</source>
        <translation>Sending fails</translation>
    </message>
    <message>
        <source>Envoi en panne</source>
        <translation>Sending fails</translation>
    </message>
    <message>
        <source>Les annonces sont en panne&#xa0;: surveillez la liste</source>
        <translation>Announcements fail: watch the list</translation>
    </message>
    <message>
        <source>Annonces en panne</source>
        <translation>Announcements fail</translation>
    </message>
    <message>
        <source>L’application réessaie d’elle-même&#xa0;; redémarrez-la si cela dure.</source>
        <translation>The application keeps trying; restart it if it goes on.</translation>
    </message>
    <message>
        <source>Libérez de la place, l’application reprend d’elle-même.</source>
        <translation>Free some space, the application goes on by itself.</translation>
    </message>
    <message>
        <source>Données locales endommagées</source>
        <translation>Local data damaged</translation>
    </message>
    <message numerus="yes">
        <source>%n en file</source>
        <translation>
            <numerusform>%n queued</numerusform>
            <numerusform>%n queued</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n incertain(s)</source>
        <translation>
            <numerusform>%n uncertain</numerusform>
            <numerusform>%n uncertain</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dépôt(s) incertain(s)</source>
        <translation>
            <numerusform>%n uncertain filing</numerusform>
            <numerusform>%n uncertain filings</numerusform>
        </translation>
    </message>
    <message>
        <source>Observé depuis {time}</source>
        <translation>Observed since {time}</translation>
    </message>
    <message>
        <source>{since}, aucune coupure</source>
        <translation>{since}, no gap</translation>
    </message>
    <message>
        <source>en cours</source>
        <translation>ongoing</translation>
    </message>
    <message>
        <source>rien de perdu</source>
        <translation>nothing lost</translation>
    </message>
    <message numerus="yes">
        <source>%n dépôt(s) en pause</source>
        <translation>
            <numerusform>%n filing paused</numerusform>
            <numerusform>%n filings paused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dépôt(s) partira(ont) au retour du réseau</source>
        <translation>
            <numerusform>%n filing will leave when the network is back</numerusform>
            <numerusform>%n filings will leave when the network is back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n refusé(s)</source>
        <translation>
            <numerusform>%n refused</numerusform>
            <numerusform>%n refused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dépôt(s) refusé(s)</source>
        <translation>
            <numerusform>%n refused filing</numerusform>
            <numerusform>%n refused filings</numerusform>
        </translation>
    </message>
    <message>
        <source>Aucun service de notification</source>
        <translation>No notification service</translation>
    </message>
    <message>
        <source>Ne pas déranger</source>
        <translation>Do not disturb</translation>
    </message>
    <message>
        <source>Ne pas déranger jusqu’à {time}</source>
        <translation>Do not disturb until {time}</translation>
    </message>
</context>
<context>
    <name>Switch</name>
    <message>
        <source>Activé</source>
        <translation>On</translation>
    </message>
    <message>
        <source>Désactivé</source>
        <translation>Off</translation>
    </message>
</context>
<context>
    <name>TableExport</name>
    <message>
        <source>Exporter en CSV</source>
        <translation>Export as CSV</translation>
    </message>
    <message>
        <source>{file} n’a pas pu être écrit&#xa0;: {reason}</source>
        <translation>{file} could not be written: {reason}</translation>
    </message>
    <message>
        <source>{file} exporté</source>
        <translation>{file} exported</translation>
    </message>
</context>
<context>
    <name>TagChip</name>
    <message>
        <source>Retirer {name}</source>
        <translation>Remove {name}</translation>
    </message>
</context>
<context>
    <name>TagEditor</name>
    <message>
        <source>Ajouter…</source>
        <translation>Add…</translation>
    </message>
    <message>
        <source>Étiquettes connues</source>
        <translation>Known tags</translation>
    </message>
</context>
<context>
    <name>TagNaming</name>
    <message>
        <source>Donnez un nom à cette étiquette.</source>
        <translation>Give this tag a name.</translation>
    </message>
    <message>
        <source>Nom trop long ou illisible. {most} caractères lisibles au plus.</source>
        <translation>A name too long or unreadable. At most {most} readable characters.</translation>
    </message>
    <message>
        <source>Nom de l’étiquette {tag}</source>
        <translation>Name of tag {tag}</translation>
    </message>
    <message>
        <source>Ajouter</source>
        <translation>Add</translation>
    </message>
    <message>
        <source>Ne pas nommer cette étiquette</source>
        <translation>Do not name this tag</translation>
    </message>
</context>
<context>
    <name>Texts</name>
    <message>
        <source>hier</source>
        <translation>yesterday</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} min</translation>
    </message>
    <message>
        <source>{hours} h {minutes}</source>
        <translation>{hours} h {minutes} min</translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s</source>
        <translation>{minutes} min {seconds} s</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} h {minutes} min</translation>
    </message>
    <message>
        <source>{hours} h</source>
        <translation>{hours} h</translation>
    </message>
    <message>
        <source>{days} j {hours} h</source>
        <translation>{days} d {hours} h</translation>
    </message>
    <message>
        <source>{milliseconds} ms</source>
        <translation>{milliseconds} ms</translation>
    </message>
    <message>
        <source>Aujourd’hui, {day}</source>
        <translation>Today, {day}</translation>
    </message>
    <message>
        <source>Hier</source>
        <translation>Yesterday</translation>
    </message>
    <message>
        <source>le {day} à {time}</source>
        <translation>on {day} at {time}</translation>
    </message>
    <message>
        <source>à {time}</source>
        <translation>at {time}</translation>
    </message>
    <message>
        <source>{day} à {time}</source>
        <translation>{day} at {time}</translation>
    </message>
    <message>
        <source>{days} j</source>
        <translation>{days} d</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min {seconds} s</source>
        <translation>{hours} h {minutes} min {seconds} s</translation>
    </message>
    <message>
        <source>Basse</source>
        <translation>Low</translation>
    </message>
    <message>
        <source>Moyenne</source>
        <translation>Medium</translation>
    </message>
    <message>
        <source>Haute</source>
        <translation>High</translation>
    </message>
    <message>
        <source>Urgente</source>
        <translation>Urgent</translation>
    </message>
    <message>
        <source>Critique</source>
        <translation>Critical</translation>
    </message>
    <message>
        <source>Ouvert</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>En cours</source>
        <translation>In progress</translation>
    </message>
    <message>
        <source>Traité</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>notifié</source>
        <translation>notified</translation>
    </message>
    <message>
        <source>notifié en {time}</source>
        <translation>notified in {time}</translation>
    </message>
    <message>
        <source>notifié en retard</source>
        <translation>notified late</translation>
    </message>
    <message>
        <source>en retard</source>
        <translation>late</translation>
    </message>
    <message>
        <source>rejoué après {time}</source>
        <translation>replayed after {time}</translation>
    </message>
    <message>
        <source>après {time}</source>
        <translation>after {time}</translation>
    </message>
    <message>
        <source>notifié après {time}</source>
        <translation>notified after {time}</translation>
    </message>
    <message>
        <source>retenue</source>
        <translation>held</translation>
    </message>
    <message>
        <source>notification refusée</source>
        <translation>notification refused</translation>
    </message>
    <message>
        <source>refusée</source>
        <translation>refused</translation>
    </message>
    <message>
        <source>sans notification</source>
        <translation>not notified</translation>
    </message>
    <message>
        <source>Ne pas déranger</source>
        <translation>Do not disturb</translation>
    </message>
    <message>
        <source>retenu</source>
        <translation>held</translation>
    </message>
    <message>
        <source>dans un résumé</source>
        <translation>in a digest</translation>
    </message>
    <message>
        <source>résumé</source>
        <translation>digest</translation>
    </message>
    <message>
        <source>regroupé</source>
        <translation>merged</translation>
    </message>
    <message>
        <source>affiché à l’écran</source>
        <translation>shown in the window</translation>
    </message>
    <message>
        <source>à l’écran</source>
        <translation>in the window</translation>
    </message>
    <message>
        <source>première synchronisation</source>
        <translation>first synchronisation</translation>
    </message>
    <message>
        <source>synchro</source>
        <translation>sync</translation>
    </message>
    <message>
        <source>filtré par un réglage</source>
        <translation>filtered by a setting</translation>
    </message>
    <message>
        <source>filtré</source>
        <translation>filtered</translation>
    </message>
    <message>
        <source>aucun service de notification</source>
        <translation>no notification service</translation>
    </message>
    <message>
        <source>aucun service</source>
        <translation>no service</translation>
    </message>
    <message>
        <source>refusé par le système</source>
        <translation>refused by the system</translation>
    </message>
    <message>
        <source>refusé</source>
        <translation>refused</translation>
    </message>
    <message>
        <source>sans explication</source>
        <translation>unexplained</translation>
    </message>
</context>
<context>
    <name>TicketColumns</name>
    <message>
        <source>Numéro</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>Priorité</source>
        <translation>Priority</translation>
    </message>
    <message>
        <source>Sujet</source>
        <translation>Subject</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Customer</translation>
    </message>
    <message>
        <source>Étiquettes</source>
        <translation>Tags</translation>
    </message>
    <message>
        <source>Reçu</source>
        <translation>Received</translation>
    </message>
    <message>
        <source>Notification</source>
        <translation>Notification</translation>
    </message>
    <message>
        <source>Statut</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>{subject}, non lu</source>
        <translation>{subject}, unread</translation>
    </message>
</context>
<context>
    <name>TicketDelegate</name>
    <message>
        <source>Ticket illisible {id}</source>
        <translation>Unreadable ticket {id}</translation>
    </message>
</context>
<context>
    <name>TicketForm</name>
    <message>
        <source>Ajouter au carnet</source>
        <translation>Add to the tag book</translation>
    </message>
    <message>
        <source>Étiquette sans nom.</source>
        <translation>Tag without a name.</translation>
    </message>
    <message>
        <source>Étiquette inconnue&#xa0;: {text}</source>
        <translation>Unknown tag: {text}</translation>
    </message>
    <message>
        <source>Sujet</source>
        <translation>Subject</translation>
    </message>
    <message>
        <source>Priorité</source>
        <translation>Priority</translation>
    </message>
    <message>
        <source>Étiquettes</source>
        <translation>Tags</translation>
    </message>
</context>
<context>
    <name>TicketListPane</name>
    <message>
        <source>Tickets</source>
        <translation>Tickets</translation>
    </message>
    <message>
        <source>État vérifié à {time}. Des tickets ont pu arriver ou changer depuis.</source>
        <translation>Verified at {time}. Tickets may have arrived or changed since.</translation>
    </message>
    <message>
        <source>Aucun ticket ne correspond.</source>
        <translation>No ticket matches.</translation>
    </message>
    <message>
        <source>Lecture de la liste…</source>
        <translation>Reading the list…</translation>
    </message>
    <message>
        <source>Rien à traiter.</source>
        <translation>Nothing to do.</translation>
    </message>
    <message>
        <source>Vérifié à {time}&#xa0;: aucun ticket ne vous est assigné.</source>
        <translation>Verified at {time}: no ticket is assigned to you.</translation>
    </message>
    <message>
        <source>Retirer un filtre&#xa0;:</source>
        <translation>Remove a filter:</translation>
    </message>
    <message>
        <source>Ce qui marche ici&#xa0;: déposer un ticket, suivre sa confirmation, rechercher ce qui est déjà sur ce poste.</source>
        <translation>What works here: filing a ticket, following its confirmation, searching what is already on this computer.</translation>
    </message>
    <message>
        <source>Aucun ticket dans cette vue.</source>
        <translation>No ticket in this view.</translation>
    </message>
    <message>
        <source>Vérifié à {time}.</source>
        <translation>Verified at {time}.</translation>
    </message>
    <message>
        <source>Aucun ticket à montrer.</source>
        <translation>No ticket to show.</translation>
    </message>
    <message>
        <source>La liste n’a pas encore été vérifiée avec le serveur.</source>
        <translation>The list has not been verified with the server yet.</translation>
    </message>
    <message>
        <source>Liste non vérifiée depuis {time}.</source>
        <translation>List not verified since {time}.</translation>
    </message>
    <message>
        <source>Le serveur a répondu sans flux en direct{code}. Vos tickets assignés restent visibles dans le tableau de bord web.</source>
        <translation>The server answered without a live feed{code}. Your assigned tickets stay visible in the web dashboard.</translation>
    </message>
    <message>
        <source>Vérifier à nouveau</source>
        <translation>Verify again</translation>
    </message>
    <message>
        <source>Pas de liste en direct sur ce serveur</source>
        <translation>No live list on this server</translation>
    </message>
    <message numerus="yes">
        <source>%n nouveau(x) ticket(s)</source>
        <translation>
            <numerusform>%n new ticket</numerusform>
            <numerusform>%n new tickets</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TicketSelectionPresenter</name>
    <message numerus="yes">
        <source>%n ticket(s) marqué(s) lu(s)</source>
        <translation>
            <numerusform>%n ticket marked as read</numerusform>
            <numerusform>%n tickets marked as read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ticket(s) marqué(s) non lu(s)</source>
        <translation>
            <numerusform>%n ticket marked as unread</numerusform>
            <numerusform>%n tickets marked as unread</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ticket(s) épinglé(s)</source>
        <translation>
            <numerusform>%n ticket pinned</numerusform>
            <numerusform>%n tickets pinned</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ticket(s) désépinglé(s)</source>
        <translation>
            <numerusform>%n ticket unpinned</numerusform>
            <numerusform>%n tickets unpinned</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ticket(s) marqué(s) traité(s)</source>
        <translation>
            <numerusform>%n ticket marked as done</numerusform>
            <numerusform>%n tickets marked as done</numerusform>
        </translation>
    </message>
    <message>
        <source>Exporter en CSV</source>
        <translation>Export as CSV</translation>
    </message>
    <message>
        <source>{file} n’a pas pu être écrit&#xa0;: {reason}</source>
        <translation>{file} could not be written: {reason}</translation>
    </message>
    <message numerus="yes">
        <source>%n ticket(s) exporté(s) dans {file}</source>
        <translation>
            <numerusform>%n ticket exported to {file}</numerusform>
            <numerusform>%n tickets exported to {file}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TicketSheet</name>
    <message>
        <source>Description</source>
        <translation>Description</translation>
    </message>
    <message>
        <source>Métadonnées</source>
        <translation>Metadata</translation>
    </message>
    <message>
        <source>Chronologie</source>
        <translation>Timeline</translation>
    </message>
    <message>
        <source>Copier en JSON</source>
        <translation>Copy as JSON</translation>
    </message>
    <message>
        <source>Ne plus reporter</source>
        <translation>End the snooze</translation>
    </message>
    <message>
        <source>Détail du ticket</source>
        <translation>Ticket detail</translation>
    </message>
    <message>
        <source>Ticket illisible</source>
        <translation>Unreadable ticket</translation>
    </message>
    <message>
        <source>état de {time}</source>
        <translation>as of {time}</translation>
    </message>
</context>
<context>
    <name>TicketWindowCommands</name>
    <message>
        <source>Ce ticket n’est pas lisible.</source>
        <translation>This ticket cannot be read.</translation>
    </message>
</context>
<context>
    <name>TicketWords</name>
    <message>
        <source>Sans étiquette</source>
        <translation>No tag</translation>
    </message>
    <message>
        <source>Sans client</source>
        <translation>No customer</translation>
    </message>
    <message>
        <source>Ticket illisible {id}</source>
        <translation>Unreadable ticket {id}</translation>
    </message>
    <message>
        <source>Priorité {name}</source>
        <translation>Priority {name}</translation>
    </message>
    <message>
        <source>non lu</source>
        <translation>unread</translation>
    </message>
    <message>
        <source>épinglé</source>
        <translation>pinned</translation>
    </message>
    <message>
        <source>escaladé</source>
        <translation>escalated</translation>
    </message>
    <message>
        <source>reçu {ago}</source>
        <translation>received {ago}</translation>
    </message>
    <message>
        <source>étiquettes {names}</source>
        <translation>tags {names}</translation>
    </message>
    <message>
        <source>trouvé dans la description&#xa0;: {excerpt}</source>
        <translation>found in the description: {excerpt}</translation>
    </message>
    <message>
        <source>traité</source>
        <translation>done</translation>
    </message>
    <message>
        <source>passé à un autre agent</source>
        <translation>passed to another agent</translation>
    </message>
    <message>
        <source>n’est plus sur le serveur</source>
        <translation>no longer on the server</translation>
    </message>
    <message>
        <source>Reçu {received}, assigné à vous {assigned}</source>
        <translation>Received {received}, assigned to you {assigned}</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message numerus="yes">
        <source>%n événement(s) plus ancien(s)</source>
        <translation>
            <numerusform>%n earlier event</numerusform>
            <numerusform>%n earlier events</numerusform>
        </translation>
    </message>
    <message>
        <source>Rappelé, toujours pas ouvert</source>
        <translation>Reminded, still not opened</translation>
    </message>
    <message>
        <source>Assigné à vous</source>
        <translation>Assigned to you</translation>
    </message>
    <message>
        <source>Assigné à vous, niveau {level}</source>
        <translation>Assigned to you, level {level}</translation>
    </message>
    <message>
        <source>Modifié</source>
        <translation>Changed</translation>
    </message>
    <message>
        <source>Ticket créé par l’API</source>
        <translation>Ticket created through the API</translation>
    </message>
    <message>
        <source>Ticket créé, canal {name}</source>
        <translation>Ticket created, channel {name}</translation>
    </message>
    <message>
        <source>Notification remise en {time}</source>
        <translation>Notification handed over in {time}</translation>
    </message>
    <message>
        <source>Notification en cours</source>
        <translation>Notification under way</translation>
    </message>
    <message>
        <source>Notification&#xa0;: {outcome}</source>
        <translation>Notification: {outcome}</translation>
    </message>
    <message>
        <source>Traité</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>Passé à un autre agent</source>
        <translation>Passed to another agent</translation>
    </message>
    <message>
        <source>Absent de la liste complète du serveur</source>
        <translation>Missing from the server’s full list</translation>
    </message>
    <message>
        <source>Reçu en direct</source>
        <translation>Received live</translation>
    </message>
    <message>
        <source>Rejoué</source>
        <translation>Replayed</translation>
    </message>
    <message>
        <source>Relu par liste complète</source>
        <translation>Reloaded in full</translation>
    </message>
    <message>
        <source>{way}, événement {seq}</source>
        <translation>{way}, event {seq}</translation>
    </message>
    <message>
        <source>sujet</source>
        <translation>subject</translation>
    </message>
    <message>
        <source>statut</source>
        <translation>status</translation>
    </message>
    <message>
        <source>priorité</source>
        <translation>priority</translation>
    </message>
    <message>
        <source>catégorie</source>
        <translation>category</translation>
    </message>
    <message>
        <source>description</source>
        <translation>description</translation>
    </message>
    <message>
        <source>étiquettes</source>
        <translation>tags</translation>
    </message>
    <message>
        <source>métadonnées</source>
        <translation>metadata</translation>
    </message>
    <message>
        <source>client</source>
        <translation>customer</translation>
    </message>
    <message>
        <source>agent</source>
        <translation>agent</translation>
    </message>
    <message>
        <source>{field}&#xa0;: {before} → {after}</source>
        <translation>{field}: {before} → {after}</translation>
    </message>
</context>
<context>
    <name>ToastCard</name>
    <message>
        <source>Fermer</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>Annuler</source>
        <translation>Undo</translation>
    </message>
</context>
<context>
    <name>Toasts</name>
    <message>
        <source>Messages</source>
        <translation>Messages</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Barre supérieure</source>
        <translation>Top bar</translation>
    </message>
    <message>
        <source>Rechercher</source>
        <translation>Search</translation>
    </message>
    <message>
        <source>Effacer la recherche</source>
        <translation>Clear search</translation>
    </message>
    <message>
        <source>Revenir à la liste</source>
        <translation>Back to the list</translation>
    </message>
    <message>
        <source>Rechercher dans {count} tickets…</source>
        <translation>Search {count} tickets…</translation>
    </message>
    <message>
        <source>Commandes</source>
        <translation>Commands</translation>
    </message>
    <message>
        <source>Nouveau</source>
        <translation>New</translation>
    </message>
    <message>
        <source>Nouveau ticket</source>
        <translation>New ticket</translation>
    </message>
</context>
<context>
    <name>TrustDetails</name>
    <message>
        <source>Ce qui est vérifié</source>
        <translation>What is verified</translation>
    </message>
    <message>
        <source>Copier pour l’assistance</source>
        <translation>Copy for support</translation>
    </message>
    <message>
        <source>Sans clé, sans client et sans ticket</source>
        <translation>Without key, customer or ticket</translation>
    </message>
    <message>
        <source>Fermer</source>
        <translation>Close</translation>
    </message>
</context>
<context>
    <name>TrustStrip</name>
    <message>
        <source>État du flux</source>
        <translation>State of the feed</translation>
    </message>
</context>
<context>
    <name>ViewNameRow</name>
    <message>
        <source>Nom de la vue</source>
        <translation>Name of the view</translation>
    </message>
    <message>
        <source>Enregistrer</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>Ne pas enregistrer la vue</source>
        <translation>Do not save the view</translation>
    </message>
</context>
<context>
    <name>WindowBar</name>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} min</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n seconde(s)</source>
        <translation>
            <numerusform>%n second</numerusform>
            <numerusform>%n seconds</numerusform>
        </translation>
    </message>
    <message>
        <source>{length}&#xa0;: {used} sur {allowed} utilisés</source>
        <translation>{length}: {used} of {allowed} used</translation>
    </message>
</context>
<context>
    <name>_Line</name>
    <message>
        <source>{number}, {subject}, priorité {priority}, {age}</source>
        <translation>{number}, {subject}, priority {priority}, {age}</translation>
    </message>
</context>
</TS>
