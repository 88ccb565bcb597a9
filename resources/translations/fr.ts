<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR" sourcelanguage="fr_FR">
<context>
    <name>AvailabilityMenu</name>
    <message numerus="yes">
        <source>Absent&#xa0;: les nouveaux tickets vont aux autres agents N1. Vos %n tickets restent à vous, le flux et le dépôt continuent.</source>
        <translation>
            <numerusform>Absent&#xa0;: les nouveaux tickets vont aux autres agents N1. Votre ticket reste à vous, le flux et le dépôt continuent.</numerusform>
            <numerusform>Absent&#xa0;: les nouveaux tickets vont aux autres agents N1. Vos %n tickets restent à vous, le flux et le dépôt continuent.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BlindIntervalsModel</name>
    <message numerus="yes">
        <source>%n coupure(s)</source>
        <translation>
            <numerusform>%n coupure</numerusform>
            <numerusform>%n coupures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>relue, %n ticket(s)</source>
        <translation>
            <numerusform>relue, %n ticket</numerusform>
            <numerusform>relue, %n tickets</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>rejouée, %n événement(s)</source>
        <translation>
            <numerusform>rejouée, %n événement</numerusform>
            <numerusform>rejouée, %n événements</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Journal</name>
    <message numerus="yes">
        <source>%n coupure(s)</source>
        <translation>
            <numerusform>%n coupure</numerusform>
            <numerusform>%n coupures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MarkdownView</name>
    <message numerus="yes">
        <source>%n correspondance(s)</source>
        <translation>
            <numerusform>%n correspondance</numerusform>
            <numerusform>%n correspondances</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MarksPresenter</name>
    <message numerus="yes">
        <source>%n ticket(s) reporté(s) de retour</source>
        <translation>
            <numerusform>%n ticket reporté est de retour</numerusform>
            <numerusform>%n tickets reportés sont de retour</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MetadataEditor</name>
    <message numerus="yes">
        <source>%n clé(s)</source>
        <translation>
            <numerusform>%n clé</numerusform>
            <numerusform>%n clés</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OutboxPage</name>
    <message numerus="yes">
        <source>%n ouvert(s)</source>
        <translation>
            <numerusform>%n ouvert</numerusform>
            <numerusform>%n ouverts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n confirmé(s)</source>
        <translation>
            <numerusform>%n confirmé</numerusform>
            <numerusform>%n confirmés</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PaletteFoot</name>
    <message numerus="yes">
        <source>%n proposition(s)</source>
        <translation>
            <numerusform>%n proposition</numerusform>
            <numerusform>%n propositions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Plurals</name>
    <message numerus="yes">
        <source>il y a %n seconde(s)</source>
        <translation>
            <numerusform>il y a %n seconde</numerusform>
            <numerusform>il y a %n secondes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>il y a %n minute(s)</source>
        <translation>
            <numerusform>il y a %n minute</numerusform>
            <numerusform>il y a %n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>il y a %n heure(s)</source>
        <translation>
            <numerusform>il y a %n heure</numerusform>
            <numerusform>il y a %n heures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>attend depuis %n seconde(s)</source>
        <translation>
            <numerusform>attend depuis %n seconde</numerusform>
            <numerusform>attend depuis %n secondes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>attend depuis %n minute(s)</source>
        <translation>
            <numerusform>attend depuis %n minute</numerusform>
            <numerusform>attend depuis %n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>attend depuis %n heure(s)</source>
        <translation>
            <numerusform>attend depuis %n heure</numerusform>
            <numerusform>attend depuis %n heures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>attend depuis %n jour(s)</source>
        <translation>
            <numerusform>attend depuis %n jour</numerusform>
            <numerusform>attend depuis %n jours</numerusform>
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
    <name>Rail</name>
    <message numerus="yes">
        <source>%n ticket(s)</source>
        <translation>
            <numerusform>%n ticket</numerusform>
            <numerusform>%n tickets</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dépôt(s) ouvert(s)</source>
        <translation>
            <numerusform>%n dépôt ouvert</numerusform>
            <numerusform>%n dépôts ouverts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n à décider</source>
        <translation>
            <numerusform>%n à décider</numerusform>
            <numerusform>%n à décider</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sans explication</source>
        <translation>
            <numerusform>%n sans explication</numerusform>
            <numerusform>%n sans explication</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RateMeter</name>
    <message numerus="yes">
        <source>%n demande(s)</source>
        <translation>
            <numerusform>%n demande</numerusform>
            <numerusform>%n demandes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SavedViewsPresenter</name>
    <message numerus="yes">
        <source>%n vue(s) au plus&#xa0;: retirez-en une d’abord.</source>
        <translation>
            <numerusform>%n vue au plus&#xa0;: retirez-en une d’abord.</numerusform>
            <numerusform>%n vues au plus&#xa0;: retirez-en une d’abord.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SearchSummary</name>
    <message numerus="yes">
        <source>%n résultat(s)</source>
        <translation>
            <numerusform>%n résultat</numerusform>
            <numerusform>%n résultats</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SearchWords</name>
    <message numerus="yes">
        <source>%n seconde(s)</source>
        <translation>
            <numerusform>%n seconde</numerusform>
            <numerusform>%n secondes</numerusform>
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
            <numerusform>%n heure</numerusform>
            <numerusform>%n heures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n jour(s)</source>
        <translation>
            <numerusform>%n jour</numerusform>
            <numerusform>%n jours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n semaine(s)</source>
        <translation>
            <numerusform>%n semaine</numerusform>
            <numerusform>%n semaines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n mois</source>
        <translation>
            <numerusform>%n mois</numerusform>
            <numerusform>%n mois</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SectionItem</name>
    <message numerus="yes">
        <source>%n modifié(s)</source>
        <translation>
            <numerusform>%n modifié</numerusform>
            <numerusform>%n modifiés</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SelectionBar</name>
    <message numerus="yes">
        <source>%n sélectionné(s)</source>
        <translation>
            <numerusform>%n sélectionné</numerusform>
            <numerusform>%n sélectionnés</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>dont %n urgent(s)</source>
        <translation>
            <numerusform>dont %n urgent</numerusform>
            <numerusform>dont %n urgents</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SettingsIndex</name>
    <message numerus="yes">
        <source>Remettre %n réglage(s) par défaut&#xa0;?</source>
        <translation>
            <numerusform>Remettre %n réglage par défaut&#xa0;?</numerusform>
            <numerusform>Remettre %n réglages par défaut&#xa0;?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ShortcutsPage</name>
    <message numerus="yes">
        <source>%n commande(s)</source>
        <translation>
            <numerusform>%n commande</numerusform>
            <numerusform>%n commandes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatisticsWords</name>
    <message numerus="yes">
        <source>%n coupure(s)</source>
        <translation>
            <numerusform>%n coupure</numerusform>
            <numerusform>%n coupures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StripWords</name>
    <message numerus="yes">
        <source>%n ticket(s) reçu(s), l’ancienne liste reste affichée</source>
        <translation>
            <numerusform>%n ticket reçu, l’ancienne liste reste affichée</numerusform>
            <numerusform>%n tickets reçus, l’ancienne liste reste affichée</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ticket(s)</source>
        <translation>
            <numerusform>%n ticket</numerusform>
            <numerusform>%n tickets</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ticket(s) gardé(s) sur ce poste, pas encore vérifié(s)</source>
        <translation>
            <numerusform>%n ticket gardé sur ce poste, pas encore vérifié</numerusform>
            <numerusform>%n tickets gardés sur ce poste, pas encore vérifiés</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n coupure(s)</source>
        <translation>
            <numerusform>%n coupure</numerusform>
            <numerusform>%n coupures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n en file</source>
        <translation>
            <numerusform>%n en file</numerusform>
            <numerusform>%n en file</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n incertain(s)</source>
        <translation>
            <numerusform>%n incertain</numerusform>
            <numerusform>%n incertains</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dépôt(s) incertain(s)</source>
        <translation>
            <numerusform>%n dépôt incertain</numerusform>
            <numerusform>%n dépôts incertains</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ticket(s), vérifié(s)</source>
        <translation>
            <numerusform>%n ticket, vérifié</numerusform>
            <numerusform>%n tickets, vérifiés</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dépôt(s) en pause</source>
        <translation>
            <numerusform>%n dépôt en pause</numerusform>
            <numerusform>%n dépôts en pause</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dépôt(s) partira(ont) au retour du réseau</source>
        <translation>
            <numerusform>%n dépôt partira au retour du réseau</numerusform>
            <numerusform>%n dépôts partiront au retour du réseau</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n refusé(s)</source>
        <translation>
            <numerusform>%n refusé</numerusform>
            <numerusform>%n refusés</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dépôt(s) refusé(s)</source>
        <translation>
            <numerusform>%n dépôt refusé</numerusform>
            <numerusform>%n dépôts refusés</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TicketListPane</name>
    <message numerus="yes">
        <source>%n nouveau(x) ticket(s)</source>
        <translation>
            <numerusform>%n nouveau ticket</numerusform>
            <numerusform>%n nouveaux tickets</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TicketSelectionPresenter</name>
    <message numerus="yes">
        <source>%n ticket(s) marqué(s) lu(s)</source>
        <translation>
            <numerusform>%n ticket marqué lu</numerusform>
            <numerusform>%n tickets marqués lus</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ticket(s) marqué(s) non lu(s)</source>
        <translation>
            <numerusform>%n ticket marqué non lu</numerusform>
            <numerusform>%n tickets marqués non lus</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ticket(s) épinglé(s)</source>
        <translation>
            <numerusform>%n ticket épinglé</numerusform>
            <numerusform>%n tickets épinglés</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ticket(s) désépinglé(s)</source>
        <translation>
            <numerusform>%n ticket désépinglé</numerusform>
            <numerusform>%n tickets désépinglés</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ticket(s) marqué(s) traité(s)</source>
        <translation>
            <numerusform>%n ticket marqué traité</numerusform>
            <numerusform>%n tickets marqués traités</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ticket(s) exporté(s) dans {file}</source>
        <translation>
            <numerusform>%n ticket exporté dans {file}</numerusform>
            <numerusform>%n tickets exportés dans {file}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message numerus="yes">
        <source>%n événement(s) plus ancien(s)</source>
        <translation>
            <numerusform>%n événement plus ancien</numerusform>
            <numerusform>%n événements plus anciens</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WindowBar</name>
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
            <numerusform>%n seconde</numerusform>
            <numerusform>%n secondes</numerusform>
        </translation>
    </message>
</context>
</TS>
