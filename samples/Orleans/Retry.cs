namespace OrleansSample;

/// <summary>Asks again, after a pause that doubles, a limited number of times.</summary>
internal static class Retry
{
    public const int Attempts = 15;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>The first answer, and in which attempt it came.</summary>
    /// <param name="ask">What is asked; it must do no harm to ask twice.</param>
    /// <param name="passes">Whether an error may be gone the next time.</param>
    /// <param name="pause"> How long the first pause is, at most: half of it or more, by chance, so that those who
    /// were disturbed together do not come back together. Default 20 ms. </param> <exception
    /// cref="TimeoutException">None came in <see cref="Attempts"/> attempts.</exception>
    public static async Task<(T Answer, int Attempt)> Run<T>(
        Func<Task<T>> ask, Func<Exception, bool> passes, TimeSpan? pause = null)
    {
        var wait = pause ?? TimeSpan.FromMilliseconds(20);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return (await ask(), attempt);
            }
            catch (Exception error) when (passes(error))
            {
                if (attempt == Attempts)
                    throw new TimeoutException($"No answer came in {Attempts} attempts: {error.Message}", error);
            }

            await Task.Delay(wait * (0.5 + (Random.Shared.NextDouble() / 2)));
            wait = wait * 2 < Longest ? wait * 2 : Longest;
        }
    }
}
