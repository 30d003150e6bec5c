namespace Microsoft.ML.Larq.Tests.Fuzz;

/// <summary>Whether something is refused as it is documented.</summary>
internal static class Refusal
{
    /// <summary>A <see cref="FormatException"/>, for a reason that is no excuse, or a result.</summary>
    public static bool Of<T>(Func<T> read, out T? result)
        where T : class
    {
        try
        {
            result = read();
            return false;
        }
        catch (FormatException error)
        {
            result = null;
            for (Exception? inner = error; inner is not null; inner = inner.InnerException)
            {
                if (inner is OutOfMemoryException or NullReferenceException or IndexOutOfRangeException
                    or InsufficientExecutionStackException or KeyNotFoundException or InvalidCastException)
                {
                    throw new InvalidOperationException("It is refused for a reason that says nothing.", error);
                }
            }

            return true;
        }
    }
}
