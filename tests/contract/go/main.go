// What do Go's retry libraries do with each scenario? `main URL LABEL SCENARIO...`, all at the same time, in real time.
package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/hashicorp/go-retryablehttp"
)

const brake = 90 * time.Second

func retryable(max int) func(url, token string) error {
	return func(url, token string) error {
		client := retryablehttp.NewClient()
		client.Logger = nil
		if max > 0 {
			client.RetryMax = max
		}
		request, err := retryablehttp.NewRequest(http.MethodGet, url, nil)
		if err != nil {
			return err
		}
		request.Header.Set("Authorization", "Bearer "+token)
		response, err := client.Do(request)
		if err != nil {
			return err
		}
		defer response.Body.Close()
		_, err = io.Copy(io.Discard, response.Body)
		return err
	}
}

// get asks once; an error status is an error, whose wait is announced to the library if told is true.
func get(url, token string, told bool) (string, error) {
	request, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		return "", backoff.Permanent(err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode == http.StatusOK {
		return string(body), err
	}
	refused := fmt.Errorf("%s", response.Status)
	if !told {
		return "", refused
	}
	if response.StatusCode != http.StatusTooManyRequests && response.StatusCode < 500 {
		return "", backoff.Permanent(refused)
	}
	if seconds, err := strconv.Atoi(response.Header.Get("Retry-After")); err == nil && seconds > 0 {
		return "", backoff.RetryAfter(seconds)
	}
	if moment, err := http.ParseTime(response.Header.Get("Retry-After")); err == nil && time.Until(moment) > 0 {
		return "", backoff.RetryAfter(int(time.Until(moment)/time.Second) + 1)
	}
	return "", refused
}

func backedOff(told bool) func(url, token string) error {
	return func(url, token string) error {
		ctx, cancel := context.WithTimeout(context.Background(), brake)
		defer cancel()
		ask := func() (string, error) { return get(url, token, told) }
		options := []backoff.RetryOption{backoff.WithBackOff(backoff.NewExponentialBackOff())}
		if !told {
			options = append(options, backoff.WithMaxTries(8))
		}
		_, err := backoff.Retry(ctx, ask, options...)
		return err
	}
}

func main() {
	url, label, scenarios := os.Args[1], os.Args[2], os.Args[3:]
	stacks := map[string]func(url, token string) error{
		"go-retryablehttp.0": retryable(0),
		"go-retryablehttp.1": retryable(25),
		"cenkalti-backoff.0": backedOff(false),
		"cenkalti-backoff.1": backedOff(true),
	}
	var all sync.WaitGroup
	for name, stack := range stacks {
		for _, scenario := range scenarios {
			all.Go(func() {
				_ = stack(url+"/fhir/Procedure", "pat_test_"+scenario+"~ada~"+label+"."+name)
			})
		}
	}
	all.Wait()
}
