// Fetch a patient's Procedures, page by page, with retries that a FHIR server can live with.
//
//   - An announced wait (Retry-After as seconds or as a date, else X-Retry-After) is waited out; without one that can be
//     obeyed the delay is the client's own and doubles, with some jitter.
//   - What waiting cannot cure (401, 403, 404, 422 and other 4xx) ends it at once.
//   - Lost connections, server errors and broken bodies are tried again a few times only.
//   - A budget of time bounds everything: a wait that does not fit into it is not begun.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand"
	"net/http"
	"os"
	"strconv"
	"time"
)

const (
	budget       = 90 * time.Second // for all of it: a first sync takes a minute
	maxFailures  = 5                // answers in a row that failed by the server's or the network's fault
	firstDelay   = 500 * time.Millisecond
	longestDelay = 10 * time.Second
)

var (
	client   = &http.Client{Timeout: 10 * time.Second}
	deadline = time.Now().Add(budget)
)

type bundle struct {
	Entry []json.RawMessage
	Link  []struct{ Relation, URL string }
}

// announced returns the announced wait, 0 if there is none that can be obeyed.
func announced(header http.Header) time.Duration {
	for _, name := range []string{"Retry-After", "X-Retry-After"} {
		value := header.Get(name)
		if seconds, err := strconv.ParseUint(value, 10, 31); err == nil {
			return time.Duration(seconds) * time.Second
		}
		moment, err := http.ParseTime(value)
		if err != nil {
			continue
		}
		if now, err := http.ParseTime(header.Get("Date")); err == nil && moment.After(now) {
			return moment.Sub(now)
		}
	}
	return 0
}

// ask sends one request. What cannot be cured by asking again ends the program.
func ask(address string) (found *bundle, wait time.Duration, failed bool, why string) {
	request, err := http.NewRequest("GET", address, nil)
	if err != nil {
		giveUp(err.Error())
	}
	request.Header.Set("Authorization", "Bearer "+os.Getenv("ACCESS_TOKEN"))
	answer, err := client.Do(request)
	if err != nil {
		return nil, 0, true, err.Error()
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body) // to the end, so that the connection can be used again
	switch {
	case err != nil:
		return nil, 0, true, err.Error()
	case answer.StatusCode == http.StatusOK:
		found = new(bundle)
		if err := json.Unmarshal(body, found); err != nil {
			return nil, 0, true, err.Error()
		}
		return found, 0, false, ""
	case answer.StatusCode == http.StatusTooManyRequests:
		return nil, announced(answer.Header), false, answer.Status
	case answer.StatusCode >= 500:
		return nil, announced(answer.Header), true, answer.Status
	}
	giveUp(answer.Status + ": " + string(body))
	return nil, 0, true, answer.Status
}

func get(address string) *bundle {
	delay, failures := firstDelay, 0
	for {
		found, wait, failed, why := ask(address)
		if found != nil {
			return found
		}
		if failed {
			failures++
		}
		if failures == maxFailures {
			giveUp(fmt.Sprintf("%d failures, the last: %s", failures, why))
		}
		if wait == 0 {
			wait = time.Duration(float64(delay) * (0.8 + 0.4*rand.Float64()))
			delay = min(delay*2, longestDelay)
		}
		if time.Now().Add(wait).After(deadline) {
			giveUp(fmt.Sprintf("%s, and a wait of %v does not fit into %v", why, wait, budget))
		}
		time.Sleep(wait)
	}
}

func giveUp(why string) {
	fmt.Fprintln(os.Stderr, "gave up:", why)
	os.Exit(1)
}

func main() {
	count := 0
	for address := os.Getenv("FHIR_BASE_URL") + "/Procedure?_count=50"; address != ""; {
		page := get(address)
		count += len(page.Entry)
		address = ""
		for _, link := range page.Link {
			if link.Relation == "next" {
				address = link.URL
			}
		}
	}
	fmt.Println(count, "procedures")
}
