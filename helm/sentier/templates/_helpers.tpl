{{/* Labels of one part: (dict "root" $ "name" "cases"). */}}
{{- define "sentier.selector" -}}
app.kubernetes.io/name: sentier
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .name }}
{{- end }}

{{- define "sentier.labels" -}}
{{ include "sentier.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end }}

{{- define "sentier.name" -}}
{{ printf "%s-%s" .root.Release.Name .name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* A part's options, as `serve --config` reads them. */}}
{{- define "sentier.config" -}}
{{- $root := .root }}{{- $name := .name }}{{- $part := .part }}
{{- $telemetry := dict "filter" $root.Values.telemetry.filter "json" true "scrape_address" "0.0.0.0:9100" }}
{{- with $root.Values.telemetry.otlpEndpoint }}{{- $_ := set $telemetry "otlp_endpoint" . }}{{- end }}
{{- $config := dict }}
{{- $files := "/run/sentier" }}
{{- if eq $name "desk" }}
{{- $_ := set $config "session_key_file" (printf "%s/session.key" $files) }}
{{- $_ := set $config "listen" (dict "address" (printf "0.0.0.0:%d" (int $part.port)) "cert_file" (printf "%s/desk.pem" $files) "key_file" (printf "%s/desk.key" $files)) }}
{{- $_ := set $config "telemetry" $telemetry }}
{{- else }}
{{- $tls := dict "cert_file" (printf "%s/%s.pem" $files $name) "key_file" (printf "%s/%s.key" $files $name) "client_ca_file" (printf "%s/ca.pem" $files) }}
{{- $listen := dict "address" (printf "0.0.0.0:%d" (int $part.port)) "tls" $tls }}
{{- $nats := dict "url" $root.Values.nats.url "nkey_file" (printf "%s/nats.nk" $files) "ca_file" (printf "%s/ca.pem" $files) "replicas" (int $root.Values.nats.replicas) }}
{{- $database := printf "postgres://%s@%s:%d/%s" $name $root.Values.database.host (int $root.Values.database.port) $name }}
{{- $_ := set $config "service" (dict "database" $database "database_password_file" (printf "%s/database-password" $files) "keys_dir" "/var/lib/sentier/keys" "listen" $listen "nats" $nats "telemetry" $telemetry) }}
{{- with $part.fhirPort }}{{- $_ := set $config "fhir" (dict "address" (printf "0.0.0.0:%d" (int .))) }}{{- end }}
{{- if eq $name "access" }}{{- $_ := set $config "pki_dir" "/run/authority" }}{{- end }}
{{- end }}
{{- range $called := $part.calls }}
{{- $port := (index $root.Values.services $called).port }}
{{- $address := printf "https://%s:%d" (include "sentier.name" (dict "root" $root "name" $called)) (int $port) }}
{{- $_ := set $config $called (dict "address" $address "ca_file" (printf "%s/ca.pem" $files) "cert_file" (printf "%s/%s.pem" $files $name) "key_file" (printf "%s/%s.key" $files $name)) }}
{{- end }}
{{- $config | toToml }}
{{- end }}

{{/* Further options as arguments: whole numbers are written as such. */}}
{{- define "sentier.arguments" -}}
{{- range $option, $value := .options }}
- --set
- {{ printf "%s=%s" $option (ternary (printf "%d" (int64 $value)) (toString $value) (kindIs "float64" $value)) | quote }}
{{- end }}
{{- end }}
